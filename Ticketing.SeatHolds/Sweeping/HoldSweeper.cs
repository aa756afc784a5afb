using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.Sweeping;

/// <summary>
/// Frees expired holds soon after their end, also those of showings that this replica has not served. Nothing depends on it
/// for being right: whoever looks at a showing frees what has expired first.
/// </summary>
sealed class HoldSweeper(HoldSweep sweep, TimeProvider clock, ILogger<HoldSweeper> logger) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    bool isFailing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await SweepAsync(stoppingToken);
    }

    async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            var freed = await sweep.SweepAsync(ct);
            if (freed > 0)
                logger.LogInformation("Freed {Holds} expired holds", freed);
            if (isFailing)
                logger.LogInformation("Sweeping works again");
            isFailing = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Once per outage: the next round is due in a moment, and says the same.
            if (!isFailing)
                logger.LogError(e, "Expired holds cannot be swept");
            isFailing = true;
        }
    }
}

static class SweepingExtensions
{
    public static void AddSweeping(this WebApplicationBuilder builder) => builder.Services.AddHostedService<HoldSweeper>();
}
