namespace Ticketing.Core.Payments.StripeCheckouts;

/// <summary>
/// Stripe counts in a currency's smallest unit, we in whole ones. We sell only in currencies where the two are the same, so that no
/// factor can be forgotten.
/// </summary>
static class StripeCurrency
{
    // Stripe's documentation, "Zero-decimal currencies", without those that it treats specially.
    static readonly HashSet<string> ZeroDecimal = ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"];

    /// <summary>As Stripe writes it.</summary>
    /// <exception cref="PaymentRejectedException">It has smaller units.</exception>
    public static string ToStripe(string currency) => ZeroDecimal.Contains(currency)
        ? currency.ToLowerInvariant()
        : throw new PaymentRejectedException("currency_not_supported", $"{currency} is no currency without smaller units.");

    public static string FromStripe(string? currency) => (currency ?? "").ToUpperInvariant();
}
