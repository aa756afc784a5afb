using System.Diagnostics;
using Npgsql;
using Ticketing.Load.Driving;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>As many customers at a time as are told, each of whom buys two seats; when one has a ticket, the next comes.</summary>
sealed class Buyers(LoadRun run, int clients)
{
    public Measurements Steps { get; } = new();

    /// <summary>Buys for so long; who is under way then ends his way uncounted.</summary>
    public async Task<BookedSpan> RunAsync(int showings, int seats, TimeSpan duration, CancellationToken ct)
    {
        var fresh = await run.AddShowingsAsync(showings, seats, ct);
        await using var database = NpgsqlDataSource.Create(run.Stack.DatabaseConnection);
        var next = -1;
        var (since, clock) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (clock.Elapsed < duration)
            {
                var n = Interlocked.Increment(ref next);
                if (n >= showings * (seats / 2))
                    throw new InvalidOperationException("All seats are sold: more showings, or less time.");
                var left = n / showings * 2;
                await BuyAsync(fresh[n % showings], [left, left + 1], ct);
            }
        }));
        return await BookedSpan.ReadAsync(database, since, duration, ct);
    }

    async Task BuyAsync(long showing, int[] pair, CancellationToken ct)
    {
        var customer = run.Stack.Customers.New();
        var hold = await Steps.StepAsync("hold", () => run.Stack.SeatHolds.HoldAsync(customer, showing, pair, ct), answer => answer.Word);
        await run.BuyAsync(customer, showing, hold, Steps, ct);
    }
}
