using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

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
