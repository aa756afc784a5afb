using System.Diagnostics.Metrics;

namespace Ticketing.Core.Messaging;

sealed class MessagingMetrics
{
    readonly Counter<long> published;
    readonly Counter<long> settled;
    readonly Histogram<double> delay;

    public MessagingMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create("Ticketing.Messaging");
        published = meter.CreateCounter<long>("ticketing.outbox.published", "{message}", "Messages that the broker confirmed.");
        delay = meter.CreateHistogram<double>("ticketing.outbox.delay", "s", "From the making of a message to the broker's confirm.");
        settled = meter.CreateCounter<long>("ticketing.messages.settled", "{message}", "Deliveries, by queue and outcome.");
        meter.CreateObservableGauge(
            "ticketing.outbox.lag",
            () => OldestUnpublished is { } oldest ? Math.Max(0, (clock.GetUtcNow() - oldest).TotalSeconds) : 0,
            "s",
            "Age of the oldest message that is not published.");
        meter.CreateObservableGauge(
            "ticketing.dead_letters",
            () => DeadLetters.Select(queue => new Measurement<int>(queue.Value, new KeyValuePair<string, object?>("queue", queue.Key))),
            "{message}",
            "Dead letters that nobody has replayed, by queue.");
    }

    public DateTimeOffset? OldestUnpublished { get; set; }

    public IReadOnlyDictionary<string, int> DeadLetters { get; set; } = new Dictionary<string, int>();

    public void Published(TimeSpan after)
    {
        published.Add(1);
        delay.Record(Math.Max(0, after.TotalSeconds));
    }

    /// <param name="outcome"><c>done</c>, <c>retried</c>, <c>dead</c>, <c>parked</c> or <c>returned</c>.</param>
    public void Settled(string queue, string outcome) => settled.Add(1, new("queue", queue), new("outcome", outcome));
}
