using System.Net;
using Stripe;

namespace Ticketing.Core.Payments.StripeCheckouts;

/// <summary>Stripe's errors in our words.</summary>
static class StripeErrors
{
    // Stripe's documentation, "Error codes": what was asked does not fit what the payment has become.
    static readonly HashSet<string> OfState =
        ["payment_intent_unexpected_state", "charge_already_captured", "charge_already_refunded", "charge_not_refundable", "resource_missing"];

    /// <summary>Asks, and throws what <see cref="IPaymentProvider"/> promises.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await ask();
        }
        catch (StripeException error)
        {
            throw Translate(error);
        }
        catch (Exception silence) when (silence is HttpRequestException or IOException || (silence is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new PaymentUnavailableException("Stripe gave no answer.", silence);
        }
    }

    /// <summary>Whether this is the error of an earlier request with the same key, told once more.</summary>
    public static bool IsStored(PaymentUnavailableException failure) =>
        failure.InnerException is StripeException { StripeResponse.Headers: { } headers }
        && headers.TryGetValues("Idempotent-Replayed", out var replayed) && replayed.Contains("true");

    static Exception Translate(StripeException error) => error switch
    {
        { HttpStatusCode: HttpStatusCode.Unauthorized } => new RegionFencedException(error),
        { HttpStatusCode: HttpStatusCode.Conflict } => new PaymentUnderWayException(error),
        // Not for us to conclude anything from.
        { HttpStatusCode: HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests } => Unavailable(error),
        { HttpStatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError, StripeError: { } said } => Rejected(said),
        _ => Unavailable(error),
    };

    /// <summary>Of what is wrong with an address Stripe quotes the address, and this goes into logs.</summary>
    static PaymentRejectedException Rejected(StripeError said) => new(
        OfState.Contains(said.Code ?? "") ? PaymentRejectedException.InvalidState : said.Code ?? said.Type ?? "unknown",
        $"Stripe refused: {said.Code ?? said.Type} ({(said.Param == "customer_email" ? said.Param : said.Message)}).");

    static PaymentUnavailableException Unavailable(StripeException error) => new($"Stripe answered {(int)error.HttpStatusCode}.", error);
}
