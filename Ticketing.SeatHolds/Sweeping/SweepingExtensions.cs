using Ticketing.Core.Database;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.Sweeping;

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
