using Stripe;
using Stripe.Checkout;

namespace Ticketing.Core.Payments.StripeCheckouts;

/// <summary>Our requests in Stripe's words.</summary>
static class StripeRequests
{
    /// <summary>
    /// Stripe ends no session earlier than this after making it. Ours end earlier: the reconciler ends them with the booking. Added to an
    /// instant that the booking keeps, so that a repeated request is the same.
    /// </summary>
    static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(30);

    /// <summary>Of a refund at Stripe: our number of it.</summary>
    const string RefundMetadata = "refund";

    /// <summary>What tells how a session was paid.</summary>
    public static readonly SessionGetOptions WithPayment = new() { Expand = ["payment_intent.latest_charge"] };

    /// <exception cref="PaymentRejectedException">The currency has smaller units.</exception>
    public static SessionCreateOptions ToSession(this CheckoutRequest request)
    {
        var metadata = new Dictionary<string, string>(request.Metadata);
        return new SessionCreateOptions
        {
            Mode = "payment",
            // Others do not let the money wait until we take it.
            AllowedPaymentMethodTypes = ["card"],
            ClientReferenceId = request.AttemptId.ToString(),
            CustomerEmail = request.CustomerEmail,
            Locale = request.Language,
            SuccessUrl = request.ReturnUrl.ToString(),
            CancelUrl = request.CancelUrl.ToString(),
            ExpiresAt = (request.ExpiresAt + ShortestSession).UtcDateTime,
            Metadata = metadata,
            PaymentIntentData = new SessionPaymentIntentDataOptions
            {
                CaptureMethod = "manual",
                Description = request.Description,
                Metadata = metadata,
            },
            LineItems =
            [
                new SessionLineItemOptions
                {
                    Quantity = 1,
                    PriceData = new SessionLineItemPriceDataOptions
                    {
                        Currency = StripeCurrency.ToStripe(request.Currency),
                        UnitAmount = request.Amount,
                        ProductData = new SessionLineItemPriceDataProductDataOptions { Name = request.Description },
                    },
                },
            ],
        };
    }

    public static SessionListOptions ListSince(DateTimeOffset since) => new()
    {
        Created = new DateRangeOptions { GreaterThanOrEqual = since.UtcDateTime },
        Limit = 100,
        Expand = ["data.payment_intent.latest_charge"],
    };

    public static SessionListOptions ListOf(string paymentIntentId) => new()
    {
        PaymentIntent = paymentIntentId,
        Limit = 1,
        Expand = ["data.payment_intent.latest_charge"],
    };

    public static RefundCreateOptions Refund(string paymentIntentId, Guid refundId, long amount) => new()
    {
        PaymentIntent = paymentIntentId,
        Amount = amount,
        Metadata = new Dictionary<string, string> { [RefundMetadata] = refundId.ToString() },
    };

    public static RefundListOptions RefundsOf(string paymentIntentId) => new() { PaymentIntent = paymentIntentId, Limit = 100 };

    /// <summary>Whether Stripe has paid back, or is about to, what we asked for under the number.</summary>
    public static bool IsOf(this Stripe.Refund refund, Guid refundId) =>
        refund.Status is not ("failed" or "canceled") && refund.Metadata?.GetValueOrDefault(RefundMetadata) == refundId.ToString();

    /// <summary>Each verb has a key of its own.</summary>
    public static RequestOptions Key(Guid subject, string verb) => new() { IdempotencyKey = $"{subject}-{verb}" };
}

/// <summary>Stripe's sessions in our words.</summary>
static class StripeAnswers
{
    /// <summary>Needs the payment intent and its latest charge expanded, once there is one.</summary>
    public static Checkout ToCheckout(this Session session)
    {
        var intent = session.PaymentIntent;
        var captured = intent?.AmountReceived ?? 0;
        var refunded = captured == 0 ? 0 : intent?.LatestCharge?.AmountRefunded ?? 0;
        return new Checkout(
            session.Id,
            session.ClientReferenceId ?? "",
            session.AmountTotal ?? 0,
            StripeCurrency.FromStripe(session.Currency),
            StatusOf(session, intent, captured, refunded),
            captured,
            refunded,
            session.Url ?? "",
            Utc(session.ExpiresAt),
            Utc(session.Created),
            CardDeclined: intent?.LastPaymentError is not null)
        {
            Metadata = session.Metadata ?? [],
        };
    }

    static CheckoutStatus StatusOf(Session session, PaymentIntent? intent, long captured, long refunded) => (session.Status, intent?.Status) switch
    {
        (_, "requires_capture") => CheckoutStatus.Authorized,
        (_, "succeeded") => refunded >= captured ? CheckoutStatus.Refunded : CheckoutStatus.Captured,
        (_, "canceled") => CheckoutStatus.Canceled,
        ("expired", _) => CheckoutStatus.Expired,
        // The page is still there, and takes another card.
        _ => intent?.LastPaymentError is null ? CheckoutStatus.Open : CheckoutStatus.Declined,
    };

    static DateTimeOffset Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
}

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
