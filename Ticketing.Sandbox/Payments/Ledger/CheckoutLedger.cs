using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Ticketing.Sandbox.Payments.Webhooks;

namespace Ticketing.Sandbox.Payments.Ledger;

/// <summary>
/// Every checkout, every answered request, every event still owed and every revoked key, rebuilt from the file at start.
/// A change is on the disk before anybody sees it, and each checkout changes one step at a time.
/// </summary>
sealed class CheckoutLedger : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, Checkout> checkouts = new();
    readonly ConcurrentDictionary<string, CheckoutChanged> answers = new();
    readonly ConcurrentDictionary<string, bool> revocations = new();
    readonly LockStripes keys = new();
    readonly LockStripes ids = new();
    readonly WebhookQueue webhooks;
    readonly TimeProvider time;
    readonly LedgerFile file;

    public CheckoutLedger(IOptions<SandboxOptions> options, WebhookQueue webhooks, TimeProvider time)
    {
        this.webhooks = webhooks;
        this.time = time;
        file = LedgerFile.Open(options.Value.LedgerPath, Apply);
    }

    /// <summary>In the order of their creation.</summary>
    public IEnumerable<Checkout> Checkouts =>
        checkouts.Values.OrderBy(checkout => checkout.CreatedAt).ThenBy(checkout => checkout.Id, StringComparer.Ordinal);

    public Checkout? Find(string id) => checkouts.GetValueOrDefault(id);

    /// <summary>What the request was answered before, or that its key means another request; null if the key is new.</summary>
    public Outcome? EarlierAnswer(IdempotentRequest request)
    {
        if (!answers.TryGetValue(request.Key, out var earlier))
            return null;

        return earlier.Request == request
            ? new Outcome.Changed(earlier.Checkout, earlier.Change)
            : new Outcome.Refused(RefusalReason.IdempotencyKeyReused, "This idempotency key was used for another request.");
    }

    /// <summary>Adds a checkout, unless the request was answered before.</summary>
    public async Task<Outcome> CreateAsync(IdempotentRequest request, Func<Checkout> create)
    {
        using var key = await keys.EnterAsync(request.Key);
        return EarlierAnswer(request) ?? await RecordAsync(new Outcome.Changed(create(), CheckoutChange.Created), request);
    }

    /// <summary>Applies a change, unless the request was answered before. Refusals are not remembered: they changed nothing.</summary>
    public async Task<Outcome> ChangeAsync(string id, IdempotentRequest request, Func<Checkout, Outcome> change)
    {
        using var key = await keys.EnterAsync(request.Key);
        return EarlierAnswer(request) ?? await ChangeAsync(id, change, request);
    }

    /// <summary>Applies a change of the provider's own or of the card holder's.</summary>
    public Task<Outcome> ChangeAsync(string id, Func<Checkout, Outcome> change) => ChangeAsync(id, change, request: null);

    /// <summary>Takes an event off the list of those owed to the merchant.</summary>
    public async Task RecordDeliveryAsync(string eventId)
    {
        var entry = new EventDelivered(time.GetUtcNow(), eventId);
        await file.AppendAsync(entry);
        Apply(entry);
    }

    public bool IsRevoked(string keyId) => revocations.GetValueOrDefault(keyId);

    public async Task RecordRevocationAsync(string keyId, bool revoked)
    {
        var entry = new KeyRevoked(time.GetUtcNow(), keyId, revoked);
        await file.AppendAsync(entry);
        Apply(entry);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    // Keys are always entered before ids, so two requests never wait for each other.
    async Task<Outcome> ChangeAsync(string id, Func<Checkout, Outcome> change, IdempotentRequest? request)
    {
        using var entered = await ids.EnterAsync(id);
        if (Find(id) is not { } checkout)
            return new Outcome.Refused(RefusalReason.CheckoutNotFound, $"There is no checkout {id}.");

        var outcome = change(checkout);
        return outcome is Outcome.Changed changed ? await RecordAsync(changed, request) : outcome;
    }

    async Task<Outcome> RecordAsync(Outcome.Changed changed, IdempotentRequest? request)
    {
        var eventId = changed.Change == CheckoutChange.Created ? null : $"evt_{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        var entry = new CheckoutChanged(time.GetUtcNow(), changed.Change, changed.Checkout, request, eventId);
        await file.AppendAsync(entry);
        Apply(entry);
        return changed;
    }

    void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case CheckoutChanged changed:
                checkouts[changed.Checkout.Id] = changed.Checkout;
                if (changed.Request is { } request)
                    answers[request.Key] = changed;
                if (changed.EventId is { } eventId)
                    webhooks.Add(new WebhookEvent(eventId, changed.Change, changed.At, changed.Checkout));
                break;
            case EventDelivered delivered:
                webhooks.Remove(delivered.EventId);
                break;
            case KeyRevoked key:
                revocations[key.KeyId] = key.Revoked;
                break;
        }
    }
}

/// <summary>One at a time per name. Names that share a stripe wait for each other, which costs time, never correctness.</summary>
sealed class LockStripes
{
    readonly SemaphoreSlim[] stripes = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<Entered> EnterAsync(string name)
    {
        var stripe = stripes[(uint)name.GetHashCode(StringComparison.Ordinal) % stripes.Length];
        await stripe.WaitAsync();
        return new Entered(stripe);
    }

    public readonly struct Entered(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
