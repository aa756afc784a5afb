using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>Measures how far publishing is behind; apart from the relay, which cannot tell while the broker is away.</summary>
sealed class OutboxLag(IServiceScopeFactory scopes, MessagingMetrics metrics, TimeProvider clock, ILogger<OutboxLag> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            // Unrecorded, so that its queries are not traces of their own.
            using var unrecorded = new Activity("outbox lag").Start();
            try
            {
                metrics.OldestUnpublished = await OldestUnpublishedAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outbox's lag cannot be measured");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task<DateTimeOffset?> OldestUnpublishedAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().OutboxMessages
            .Where(message => message.PublishedAt == null)
            .OrderBy(message => message.Id)
            .Select(message => (DateTimeOffset?)message.CreatedAt)
            .FirstOrDefaultAsync(ct);
    }
}
