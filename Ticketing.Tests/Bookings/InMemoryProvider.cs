using System.Collections.Concurrent;
using System.Text.Json;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>A payment provider that fails when told to: before or after it has done what was asked.</summary>
sealed class InMemoryProvider(TimeProvider time) : IPaymentProvider
{
    readonly ConcurrentDictionary<string, Checkout> checkouts = new();
    readonly ConcurrentDictionary<string, string> requests = new();
    readonly ConcurrentQueue<(string Verb, bool AfterEffect, Exception Failure)> failures = new();
    readonly ConcurrentQueue<string> calls = new();
    readonly HashSet<Guid> refunds = [];
    readonly Lock moving = new();

    /// <summary>Writes that had an effect, e.g. <c>capture</c>.</summary>
    public IReadOnlyCollection<string> Effects => calls;

    public IReadOnlyCollection<Checkout> Checkouts => [.. checkouts.Values];

    /// <summary>What the customer or the bank does at the provider's page.</summary>
    public void Becomes(string checkoutId, CheckoutStatus status) => Change(checkoutId, c => c with { Status = status });

    public void Change(string checkoutId, Func<Checkout, Checkout> change)
    {
        lock (moving)
            checkouts[checkoutId] = change(checkouts[checkoutId]);
    }

    public void FailNext(string verb, bool afterEffect) =>
        failures.Enqueue((verb, afterEffect, new PaymentUnavailableException($"{verb} got no answer.")));

    public void RefuseNext(string verb, string code) =>
        failures.Enqueue((verb, AfterEffect: false, new PaymentRejectedException(code, $"{verb} was refused: {code}.")));

    public Task<Checkout> CreateCheckout(CheckoutRequest request, CancellationToken ct) => Do("create", () =>
    {
        var id = $"chk_{request.AttemptId:N}";
        var asked = JsonSerializer.Serialize(request);
        if (requests.GetOrAdd(id, asked) != asked)
            throw new PaymentRejectedException("idempotency_key_reused", "The key came with another request before.");

        return checkouts.GetOrAdd(id, _ =>
        {
            calls.Enqueue("create");
            return new Checkout(
                id, request.AttemptId.ToString(), request.Amount, request.Currency, CheckoutStatus.Open, 0, 0, $"http://provider/checkout/{id}",
                request.ExpiresAt, time.GetUtcNow());
        });
    });

    public Task<Checkout?> Find(string checkoutId, CancellationToken ct) => Task.FromResult(checkouts.GetValueOrDefault(checkoutId));

    public Task<Checkout> Capture(string checkoutId, Guid attemptId, long amount, CancellationToken ct) => Do("capture", () => Move(
        "capture", checkoutId, CheckoutStatus.Captured, c => c.Status == CheckoutStatus.Authorized, c => c with { CapturedAmount = amount }));

    public Task<Checkout> Cancel(string checkoutId, Guid attemptId, CancellationToken ct) => Do("cancel", () => Move(
        "cancel", checkoutId, CheckoutStatus.Canceled, c => c.Status is CheckoutStatus.Open or CheckoutStatus.Declined or CheckoutStatus.Authorized, c => c));

    public Task<Checkout> Refund(string checkoutId, Guid refundId, long amount, CancellationToken ct) => Do("refund", () =>
    {
        lock (moving)
        {
            var checkout = checkouts[checkoutId];
            if (requests.GetOrAdd($"{refundId}", $"{amount}") != $"{amount}")
                throw new PaymentRejectedException("idempotency_key_reused", "The key came with another request before.");
            if (!refunds.Add(refundId))
                return checkout;
            if (checkout.Status != CheckoutStatus.Captured || amount > checkout.Kept)
                throw new PaymentRejectedException(PaymentRejectedException.InvalidState, $"{checkoutId} is {checkout.Status}.");

            calls.Enqueue("refund");
            var status = amount == checkout.Kept ? CheckoutStatus.Refunded : CheckoutStatus.Captured;
            return checkouts[checkoutId] = checkout with { Status = status, RefundedAmount = checkout.RefundedAmount + amount };
        }
    });

    public IAsyncEnumerable<Checkout> ListSince(DateTimeOffset since, CancellationToken ct) =>
        checkouts.Values.Where(c => c.CreatedAt >= since).OrderBy(c => c.CreatedAt).ToAsyncEnumerable();

    Checkout Move(string verb, string checkoutId, CheckoutStatus to, Func<Checkout, bool> allowed, Func<Checkout, Checkout> change)
    {
        lock (moving)
        {
            var checkout = checkouts[checkoutId];
            if (checkout.Status == to)
                return checkout;
            if (!allowed(checkout))
                throw new PaymentRejectedException(PaymentRejectedException.InvalidState, $"{checkoutId} is {checkout.Status}.");

            calls.Enqueue(verb);
            return checkouts[checkoutId] = change(checkout) with { Status = to };
        }
    }

    async Task<Checkout> Do(string verb, Func<Checkout> effect)
    {
        await Task.Yield();
        if (!failures.TryPeek(out var failure) || failure.Verb != verb || !failures.TryDequeue(out failure))
            return effect();

        if (failure.AfterEffect)
            effect();
        throw failure.Failure;
    }
}
