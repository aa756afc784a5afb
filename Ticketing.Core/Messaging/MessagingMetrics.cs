using System.Diagnostics.Metrics;

namespace Ticketing.Core.Messaging;

sealed class MessagingMetrics
{
    readonly Counter<long> published;
    readonly Counter<long> settled;

    public MessagingMetrics(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create("Ticketing.Messaging");
        published = meter.CreateCounter<long>("ticketing.outbox.published", "{message}", "Messages that the broker confirmed.");
        settled = meter.CreateCounter<long>("ticketing.messages.settled", "{message}", "Deliveries, by queue and outcome.");
        meter.CreateObservableGauge(
            "ticketing.outbox.lag",
            () => OldestUnpublished is { } oldest ? Math.Max(0, (clock.GetUtcNow() - oldest).TotalSeconds) : 0,
            "s",
            "Age of the oldest message that is not published.");
    }

    public DateTimeOffset? OldestUnpublished { get; set; }

    public void Published(int messages) => published.Add(messages);

    /// <param name="outcome"><c>done</c>, <c>retried</c>, <c>dead</c> or <c>returned</c>.</param>
    public void Settled(string queue, string outcome) => settled.Add(1, new("queue", queue), new("outcome", outcome));
}
