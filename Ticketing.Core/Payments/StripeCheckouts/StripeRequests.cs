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

    /// <summary>Each verb has a key of its own.</summary>
    public static RequestOptions Key(Guid subject, string verb) => new() { IdempotencyKey = $"{subject}-{verb}" };
}
