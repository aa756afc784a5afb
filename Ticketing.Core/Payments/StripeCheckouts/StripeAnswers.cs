using Stripe;
using Stripe.Checkout;

namespace Ticketing.Core.Payments.StripeCheckouts;

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
