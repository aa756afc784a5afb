using Ticketing.Sandbox.Faults;
using Ticketing.Sandbox.Payments.Webhooks;

namespace Ticketing.Sandbox.Payments.Faults;

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
