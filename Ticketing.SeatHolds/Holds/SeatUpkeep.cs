using Ticketing.Core.Database;
using Ticketing.Core.Seats.Loading;

namespace Ticketing.SeatHolds.Holds;

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

static class SweepingExtensions
{
    static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Frees expired holds soon after their end, also those of showings that this replica has not served, and compares all
    /// showings in Redis with PostgreSQL. Sweeping is for the map only: whoever takes seats frees what has expired first.
    /// </summary>
    public static void AddSweeping(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HoldSweep>();
        builder.AddChore<HoldSweep>("Sweeping expired holds", SweepInterval, sweep => sweep.SweepAsync);
        builder.AddChore<SeatReconciliation>("Reconciling seats", ReconcileInterval, reconciliation => reconciliation.ReconcileDueAsync);
    }

    // Not AddHostedService, which takes two of one type for the same.
    static void AddChore<TChore>(this WebApplicationBuilder builder, string chore, TimeSpan interval, Func<TChore, Func<CancellationToken, Task<int>>> round)
        where TChore : notnull =>
        builder.Services.AddSingleton<IHostedService>(services => new SeatUpkeep(
            chore, interval, round(services.GetRequiredService<TChore>()),
            services.GetRequiredService<Standby>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SeatUpkeep>>()));
}
