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

    public void Settled(PaymentAttemptStatus outcome) => settled.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
