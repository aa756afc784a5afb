using Ticketing.Sandbox.Faults;
using static Ticketing.Sandbox.Payments.Faults.PaymentFaultKind;

namespace Ticketing.Sandbox.Payments.Faults;

/// <summary>A fault of the provider, for one payment, for those that have something in common, or for all.</summary>
/// <param name="Verbs">Of requests; all where it is left out.</param>
/// <param name="Events">Of webhooks; all where it is left out.</param>
/// <param name="Email">The customer's, upper and lower case alike.</param>
/// <param name="Metadata">What the checkout's metadata must have, among others.</param>
/// <param name="Reference">The merchant's own name of the checkout.</param>
/// <param name="Delay">How long to wait; of a timeout and of a reordered event, how long at most.</param>
/// <param name="Copies">How often an event is posted.</param>
/// <param name="Status">Of a refusal, 400 to 499.</param>
/// <param name="Code">Of a refusal.</param>
sealed record PaymentFault(
    PaymentFaultKind Fault,
    IReadOnlyList<ProviderVerb>? Verbs = null,
    IReadOnlyList<CheckoutChange>? Events = null,
    string? Checkout = null,
    string? Reference = null,
    string? Email = null,
    IReadOnlyDictionary<string, string>? Metadata = null,
    double? Rate = null,
    int? Times = null,
    TimeSpan? Delay = null,
    int? Copies = null,
    int? Status = null,
    string? Code = null) : IFaultRule
{
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    public bool IsOfRequests => Fault is PaymentFaultKind.Delay or ErrorBefore or ErrorAfter or TimeoutBefore or TimeoutAfter or Refuse or RevokedKey;

    public bool IsOfWebhooks => Fault is WebhookDuplicate or WebhookLate or WebhookReordered or WebhookLost or WebhookWrongSignature;

    /// <summary>Whether it leaves nothing for other rules to do.</summary>
    public bool IsLast => Fault != PaymentFaultKind.Delay;

    public bool IsAbout(FaultSubject? subject) =>
        (Checkout is null || subject?.Checkout == Checkout)
        && (Reference is null || subject?.Reference == Reference)
        && (Email is null || Email.Equals(subject?.Email, StringComparison.OrdinalIgnoreCase))
        && (Metadata is null || Metadata.All(pair => subject?.Metadata is { } has && has.TryGetValue(pair.Key, out var value) && value == pair.Value));

    public IReadOnlyDictionary<string, string> Errors()
    {
        var errors = new Dictionary<string, string>();
        Check("verbs", Verbs is null || (IsOfRequests && Verbs.Count > 0), "One or more, and only of faults of requests.");
        Check("events", Events is null || (IsOfWebhooks && Events.Count > 0), "One or more, and only of faults of webhooks.");
        Check("delay", Delay is null ? Fault is not (PaymentFaultKind.Delay or WebhookLate) : MayWait && Delay > TimeSpan.Zero && Delay <= LongestDelay,
            $"Needed by delay and webhookLate, allowed for timeouts and webhookReordered: more than 0, at most {LongestDelay}.");
        Check("copies", Copies is null || (Fault == WebhookDuplicate && Copies is >= 2 and <= 20), "2 to 20, and only of webhookDuplicate.");
        Check("status", Status is null || (Fault == Refuse && Status is >= 400 and <= 499), "400 to 499, and only of refuse.");
        Check("code", Code is null || (Fault == Refuse && Code is { Length: > 0 and <= 100 }), "1 to 100 characters, and only of refuse.");
        return errors;

        void Check(string field, bool valid, string rule)
        {
            if (!valid)
                errors[field] = rule;
        }
    }

    bool MayWait => Fault is PaymentFaultKind.Delay or TimeoutBefore or TimeoutAfter or WebhookLate or WebhookReordered;
}

/// <summary>What a fault can be aimed by.</summary>
/// <param name="Checkout">Null while it is being made.</param>
sealed record FaultSubject(string? Checkout, string? Reference, string? Email, IReadOnlyDictionary<string, string>? Metadata)
{
    public static FaultSubject Of(Checkout checkout) => new(checkout.Id, checkout.Reference, checkout.CustomerEmail, checkout.Metadata);
}
