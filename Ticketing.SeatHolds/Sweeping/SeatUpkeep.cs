using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.Sweeping;

/// <summary>Does one of the seats' chores round after round; an outage ends the round, not the chore.</summary>
/// <param name="chore">For the log, as in "Sweeping expired holds".</param>
/// <param name="round">Answers how many it dealt with.</param>
sealed class SeatUpkeep(string chore, TimeSpan interval, Func<CancellationToken, Task<int>> round, Standby standby, TimeProvider clock,
    ILogger<SeatUpkeep> logger)
    : BackgroundService
{
    bool isFailing;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(ct))
            await DoRoundAsync(ct);
    }

    async Task DoRoundAsync(CancellationToken ct)
    {
        try
        {
            var done = await round(ct);
            if (done > 0)
                logger.LogInformation("{Chore}: {Count}", chore, done);
            if (isFailing)
                logger.LogInformation("{Chore} works again", chore);
            isFailing = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Once per outage: the next round is due in a moment, and says the same.
            if (!isFailing)
                logger.LogError(e, "{Chore} fails", chore);
            isFailing = true;
        }
    }
}
