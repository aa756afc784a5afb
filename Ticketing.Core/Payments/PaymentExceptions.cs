namespace Ticketing.Core.Payments;

/// <summary>The provider understood the request and refused it: nothing happened.</summary>
/// <param name="code">The provider's own code, e.g. <see cref="InvalidState"/>.</param>
public sealed class PaymentRejectedException(string code, string message) : Exception(message)
{
    /// <summary>The checkout is no longer, or not yet, in the state that the request needs.</summary>
    public const string InvalidState = "invalid_state";

    public string Code { get; } = code;
}

/// <summary>The provider gave no answer, or none that tells what happened: ask again, with the same key.</summary>
public class PaymentUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// The provider does not take our key, not or no longer: another region may have taken over. Nothing may be concluded about any payment.
/// </summary>
public sealed class RegionFencedException(Exception? cause = null) : PaymentUnavailableException("The payment provider does not take this region's key.", cause);
