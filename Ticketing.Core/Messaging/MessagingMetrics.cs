using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Database;

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

/// <summary>
/// Measures how far publishing is behind, and how many dead letters wait for staff; apart from the relay, which cannot tell while the
/// broker is away.
/// </summary>
sealed class MessagingLag(IServiceScopeFactory scopes, MessagingMetrics metrics, TimeProvider clock, ILogger<MessagingLag> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            // Unrecorded, so that its queries are not traces of their own.
            using var unrecorded = new Activity("messaging lag").Start();
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
                metrics.OldestUnpublished = await OldestUnpublishedAsync(database, stoppingToken);
                metrics.DeadLetters = await DeadLettersAsync(database, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "The lag of messaging cannot be measured");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    static Task<DateTimeOffset?> OldestUnpublishedAsync(TicketingDbContext database, CancellationToken ct) => database.OutboxMessages
        .Where(message => message.PublishedAt == null)
        .OrderBy(message => message.Id)
        .Select(message => (DateTimeOffset?)message.CreatedAt)
        .FirstOrDefaultAsync(ct);

    static Task<Dictionary<string, int>> DeadLettersAsync(TicketingDbContext database, CancellationToken ct) => database.DeadLetters
        .Where(letter => letter.ReplayedAt == null)
        .GroupBy(letter => letter.Queue)
        .ToDictionaryAsync(letters => letters.Key, letters => letters.Count(), ct);
}
