using System.Diagnostics.Metrics;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>How payments ended.</summary>
sealed class PaymentMetrics(IMeterFactory meters)
{
    readonly Counter<long> settled =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.payments.settled", "{payment}", "Payment attempts that ended, by outcome");

    readonly Counter<long> found =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.payments.found", "{payment}", "Payments that only the provider's list told of, by what became of them");

    public void Found(FoundPaymentOutcome outcome) => found.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    readonly Counter<long> refunds =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.refunds.completed", "{refund}", "Refunds that the provider confirmed, by reason");

    readonly Counter<long> failedRefunds =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.refunds.failed", "{try}", "Refunds that the provider refused or did not answer; each is tried again");

    public void Refunded(RefundReason reason) => refunds.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void RefundFailed() => failedRefunds.Add(1);

    public void Settled(PaymentAttemptStatus outcome) => settled.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
