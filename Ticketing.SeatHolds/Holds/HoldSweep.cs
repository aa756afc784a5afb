using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Database;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.SeatHolds.Holds;

/// <summary>
/// Frees expired holds of every showing in Redis, whoever serves it. Any number of sweepers share the work: a showing is
/// handed to one of them when its next hold expires, and often enough not to miss a new one. Each hold is freed once,
/// since freeing is one script. Calls may throw <see cref="SeatHoldsUnavailableException"/>.
/// </summary>
sealed class HoldSweep(IConnectionMultiplexer redis, ShowingStore showings, IOptions<SeatHoldOptions> options, ILogger<HoldSweep> logger)
{
    const int BatchSize = 200;

    static readonly ShowingScript SweepScript = ShowingScript.OfLoaded<HoldSweep>("Sweep");

    // With one poll of the sweeper, still within the two seconds that a dead sweeper may cost.
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    /// <summary>How long a showing stays in Redis after its cut-off: people still look at the map, messages still come.</summary>
    static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    // Shorter than any hold lasts, else one made after a visit could expire before the next.
    readonly TimeSpan interval =
        TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(30).Ticks, Math.Min(options.Value.Duration.Ticks, options.Value.BookingGrace.Ticks) / 2));

    /// <summary>Sweeps the showings that are due.</summary>
    /// <returns>The number of holds freed.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        try
        {
            var freed = 0;
            long[] claimed;
            do
            {
                ct.ThrowIfCancellationRequested();
                claimed = await ShowingLists.ClaimAsync(redis.GetDatabase(), ShowingLists.Sweeps, BatchSize, Lease);
                freed += (await Task.WhenAll(claimed.Select(showing => SweepAsync(showing, ct)))).Sum();
            }
            while (claimed.Length == BatchSize);
            if (freed > 0)
                logger.LogInformation("Freed {Count} expired holds", freed);
            return freed;
        }
        catch (Exception e) when (RedisFailure.IsAbsence(e))
        {
            throw new SeatHoldsUnavailableException("Redis does not answer.", e);
        }
    }

    async Task<int> SweepAsync(long showingId, CancellationToken ct)
    {
        var answer = await showings.RunIfLoadedAsync(
            SweepScript, showingId, [(long)interval.TotalMilliseconds, (long)Retention.TotalMilliseconds], ct);

        if (answer is not { } swept)
        {
            await showings.ForgetUnloadedAsync(showingId);
            return 0;
        }

        var sweeps = redis.GetDatabase();
        if (swept.Status == "cleared")
            await ShowingLists.RemoveAsync(sweeps, showingId);
        else
            await sweeps.SortedSetAddAsync(ShowingLists.Sweeps, showingId, swept.Instant(0).ToUnixTimeMilliseconds(), When.Exists);
        return swept.Freed;
    }
}

static class HoldSweepExtensions
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
        builder.AddPeriodicWorker("Sweeping expired holds", SweepInterval, services => services.GetRequiredService<HoldSweep>().SweepAsync);
        builder.AddPeriodicWorker("Reconciling seats", ReconcileInterval, services => services.GetRequiredService<SeatReconciliation>().ReconcileDueAsync);
    }
}
