using Ticketing.Sandbox.Faults;
using Ticketing.Sandbox.Payments.Webhooks;
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

/// <summary>What can go wrong with a payment provider.</summary>
enum PaymentFaultKind
{
    /// <summary>The request is done and answered, but later.</summary>
    Delay,

    /// <summary>500, and nothing was done.</summary>
    ErrorBefore,

    /// <summary>500, although it was done.</summary>
    ErrorAfter,

    /// <summary>No answer, and nothing was done.</summary>
    TimeoutBefore,

    /// <summary>No answer, although it was done.</summary>
    TimeoutAfter,

    /// <summary>The provider understands and says no.</summary>
    Refuse,

    /// <summary>401, as with a key that was revoked.</summary>
    RevokedKey,

    /// <summary>Whatever card is tried, the bank says no.</summary>
    Decline,

    /// <summary>The bank says no, and the checkout takes no other card, as at some providers.</summary>
    DeclineForGood,

    /// <summary>The same event is posted several times.</summary>
    WebhookDuplicate,

    /// <summary>An event is posted later than it might.</summary>
    WebhookLate,

    /// <summary>An event is posted after the one that follows it.</summary>
    WebhookReordered,

    /// <summary>An event is never posted.</summary>
    WebhookLost,

    /// <summary>An event is signed with another key; it is tried again, like any that is not taken.</summary>
    WebhookWrongSignature,
}

/// <summary>What merchants ask of the provider.</summary>
enum ProviderVerb
{
    Create,
    Find,
    List,
    Capture,
    Cancel,
    Refund,
}

/// <summary>Which faults strike at each occasion.</summary>
sealed class PaymentFaults(FaultBoard<PaymentFault> board)
{
    public IReadOnlyList<PaymentFault> OfRequest(ProviderVerb verb, FaultSubject? subject) => board.Draw(
        rule => rule.IsOfRequests && (rule.Verbs is null || rule.Verbs.Contains(verb)) && rule.IsAbout(subject), rule => rule.IsLast);

    /// <summary>How the bank says no to whatever card is tried; null where the card decides.</summary>
    public PaymentFaultKind? OfCard(Checkout checkout) => board.Draw(
        rule => rule.Fault is PaymentFaultKind.Decline or PaymentFaultKind.DeclineForGood && rule.IsAbout(FaultSubject.Of(checkout)),
        rule => rule.IsLast) is [var fault, ..] ? fault.Fault : null;

    /// <summary>What goes wrong with this try to post an event; once an event was late or out of order, only its signature can be wrong.</summary>
    public PaymentFault? OfWebhook(WebhookDelivery delivery) => board.Draw(
        rule => rule.IsOfWebhooks
            && (delivery.IsFresh || rule.Fault == PaymentFaultKind.WebhookWrongSignature)
            && (rule.Events is null || rule.Events.Contains(delivery.Event.Change))
            && rule.IsAbout(FaultSubject.Of(delivery.Event.Checkout)),
        rule => rule.IsLast) is [var fault, ..] ? fault : null;
}
