using System.Diagnostics.Metrics;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>How payments ended.</summary>
sealed class PaymentMetrics(IMeterFactory meters)
{
    readonly Counter<long> settled =
        meters.Create("Ticketing.Payments").CreateCounter<long>("ticketing.payments.settled", "{payment}", "Payment attempts that ended, by outcome");

    public void Settled(PaymentAttemptStatus outcome) => settled.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
}
