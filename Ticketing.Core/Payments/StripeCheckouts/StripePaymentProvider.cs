using System.Runtime.CompilerServices;
using Stripe;
using Stripe.Checkout;

namespace Ticketing.Core.Payments.StripeCheckouts;

/// <summary>
/// Takes money through Stripe: a Checkout Session whose payment is captured by hand. We know a payment by its session; where only the
/// payment intent is known, as in some webhooks, that finds it too.
/// </summary>
sealed class StripePaymentProvider(StripeClient stripe) : IPaymentProvider
{
    readonly SessionService sessions = new(stripe);
    readonly PaymentIntentService intents = new(stripe);
    readonly RefundService refunds = new(stripe);

    public string Name => "stripe";

    public async Task<Checkout> CreateCheckout(CheckoutRequest request, CancellationToken ct)
    {
        var session = await StripeErrors.AskAsync(
            () => sessions.CreateAsync(request.ToSession(), StripeRequests.Key(request.AttemptId, "checkout"), ct), ct);
        return session.ToCheckout();
    }

    public async Task<Checkout?> Find(string checkoutId, CancellationToken ct) => (await SessionAsync(checkoutId, ct))?.ToCheckout();

    public async Task<Checkout> Capture(string checkoutId, Guid attemptId, long amount, CancellationToken ct)
    {
        var intent = PaidBy(await ExistingAsync(checkoutId, ct));
        await MoveAsync(attemptId, "capture", key => intents.CaptureAsync(intent, new PaymentIntentCaptureOptions { AmountToCapture = amount }, key, ct), ct);
        return (await ExistingAsync(checkoutId, ct)).ToCheckout();
    }

    public async Task<Checkout> Cancel(string checkoutId, Guid attemptId, CancellationToken ct)
    {
        var session = await ExistingAsync(checkoutId, ct);
        if (session.Status == "open")
            await ExpireAsync(session, attemptId, ct);
        else
        {
            var intent = PaidBy(session);
            await MoveAsync(attemptId, "cancel", key => intents.CancelAsync(intent, requestOptions: key, cancellationToken: ct), ct);
        }

        return (await ExistingAsync(checkoutId, ct)).ToCheckout();
    }

    /// <summary>Stripe forgets a key after a day, and a part can be paid back twice: so what it has paid back already is asked first.</summary>
    public async Task<Checkout> Refund(string checkoutId, Guid refundId, long amount, CancellationToken ct)
    {
        var intent = PaidBy(await ExistingAsync(checkoutId, ct));
        if (!await IsRefundedAsync(intent, refundId, ct))
        {
            var options = StripeRequests.Refund(intent, refundId, amount);
            await StripeErrors.AskAsync(() => refunds.CreateAsync(options, StripeRequests.Key(refundId, "refund"), ct), ct);
        }

        return (await ExistingAsync(checkoutId, ct)).ToCheckout();
    }

    public async IAsyncEnumerable<Checkout> ListSince(DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var pages = sessions.ListAutoPagingAsync(StripeRequests.ListSince(since), cancellationToken: ct).GetAsyncEnumerator(ct);
        while (await StripeErrors.AskAsync(async () => await pages.MoveNextAsync(), ct))
            yield return pages.Current.ToCheckout();
    }

    async Task<bool> IsRefundedAsync(string intent, Guid refundId, CancellationToken ct)
    {
        await using var pages = refunds.ListAutoPagingAsync(StripeRequests.RefundsOf(intent), cancellationToken: ct).GetAsyncEnumerator(ct);
        while (await StripeErrors.AskAsync(async () => await pages.MoveNextAsync(), ct))
        {
            if (pages.Current.IsOf(refundId))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Moves a payment from one state to the next, which the state itself lets happen once. So where Stripe gives an error that it has
    /// stored under the key (it does so for a day), another key may be used.
    /// </summary>
    static async Task<T> MoveAsync<T>(Guid attemptId, string verb, Func<RequestOptions, Task<T>> move, CancellationToken ct)
    {
        try
        {
            return await StripeErrors.AskAsync(() => move(StripeRequests.Key(attemptId, verb)), ct);
        }
        catch (PaymentUnavailableException failure) when (StripeErrors.IsStored(failure))
        {
            return await StripeErrors.AskAsync(() => move(StripeRequests.Key(attemptId, $"{verb}-{Guid.NewGuid():N}")), ct);
        }
    }

    /// <summary>Stripe has no code for a session that is over already, and says why only in words.</summary>
    async Task ExpireAsync(Session session, Guid attemptId, CancellationToken ct)
    {
        try
        {
            await MoveAsync(attemptId, "expire", key => sessions.ExpireAsync(session.Id, requestOptions: key, cancellationToken: ct), ct);
        }
        catch (PaymentRejectedException refused)
        {
            throw new PaymentRejectedException(PaymentRejectedException.InvalidState, refused.Message);
        }
    }

    async Task<Session> ExistingAsync(string checkoutId, CancellationToken ct) =>
        await SessionAsync(checkoutId, ct) ?? throw new PaymentRejectedException("checkout_not_found", $"Stripe has no session {checkoutId}.");

    async Task<Session?> SessionAsync(string id, CancellationToken ct)
    {
        if (id.StartsWith("pi_", StringComparison.Ordinal))
            return (await StripeErrors.AskAsync(() => sessions.ListAsync(StripeRequests.ListOf(id), cancellationToken: ct), ct)).FirstOrDefault();

        try
        {
            return await StripeErrors.AskAsync(() => sessions.GetAsync(id, StripeRequests.WithPayment, cancellationToken: ct), ct);
        }
        catch (PaymentRejectedException refused) when (refused.Code == PaymentRejectedException.InvalidState)
        {
            // The only state that reading can meet: there is none.
            return null;
        }
    }

    static string PaidBy(Session session) =>
        session.PaymentIntentId ?? throw new PaymentRejectedException(PaymentRejectedException.InvalidState, $"Nobody has paid in session {session.Id}.");
}

static class StripeConnection
{
    /// <param name="url">Another address than Stripe's own.</param>
    public static StripeClient Open(HttpClient http, string key, string? url) => new(
        key,
        // Whoever asked tries again, and knows when to stop.
        httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
        apiBase: string.IsNullOrEmpty(url) ? null : url.TrimEnd('/'));
}
