using Ticketing.Core.Seats.Holds;
using Ticketing.SeatHolds.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>Holds of two seconds, which no test but these has in its Redis.</summary>
public sealed class ExpiryTests(SeatServices services) : IClassFixture<SeatServices>
{
    static readonly TimeSpan HoldDuration = TimeSpan.FromSeconds(2);

    /// <summary>Redis counts in milliseconds.</summary>
    static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>How soon after its expiry a seat must be sellable again.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    readonly SeatReplica replica = services.AddReplica(HoldDuration);
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Take_WhenAnotherHoldHasExpired_TakesItsSeatsWithoutASweeper()
    {
        var showing = await services.GivenShowingAsync(seats: 3);
        var hold = await replica.TakesAsync(showing.Id, customer, 0, 1);

        // Whoever asks after the expiry gets them, however long asking takes.
        var asked = TimeProvider.System.GetUtcNow();
        var taken = await Eventually.BecomesAsync(
            () =>
            {
                asked = TimeProvider.System.GetUtcNow();
                return replica.TakeAsync(showing.Id, Guid.NewGuid(), 1, 2);
            },
            result => result is TakeResult.Held || asked > hold.ExpiresAt + Millisecond);

        (await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeNull();
        var next = taken.ShouldBeOfType<TakeResult.Held>().Hold;
        next.Version.ShouldBeGreaterThan(hold.Version);
        next.ExpiresAt.ShouldBeGreaterThanOrEqualTo(hold.ExpiresAt + HoldDuration);
    }

    [Fact]
    public async Task Read_WhenAHoldHasExpired_ShowsItsSeatsAsAvailable()
    {
        var showing = await services.GivenShowingAsync(seats: 3);
        var hold = await replica.TakesAsync(showing.Id, customer, 0, 1);

        var (asked, states) = (hold.ExpiresAt, "");
        while (asked <= hold.ExpiresAt + Millisecond)
        {
            asked = TimeProvider.System.GetUtcNow();
            states = await replica.StatesAsync(showing.Id);
            if (TimeProvider.System.GetUtcNow() < hold.ExpiresAt)
                states.ShouldBe("hha");
            await Task.Delay(50);
        }

        states.ShouldBe("aaa");
    }

    [Fact]
    public async Task Sweep_WhenAnotherReplicaTookTheHolds_FreesEachOnceAndInTime()
    {
        const int showings = 20;
        var sweepers = Enumerable.Range(0, 3).Select(_ => services.AddReplica(HoldDuration).Sweep).ToList();
        var showingIds = await Task.WhenAll(Enumerable.Range(0, showings).Select(async _ => (await services.GivenShowingAsync(seats: 3)).Id));
        await FreeAllAsync(sweepers);

        var holds = await Task.WhenAll(showingIds.SelectMany(id => new[] { replica.TakesAsync(id, customer, 0), replica.TakesAsync(id, customer, 2) }));

        // Only the sweepers touch the showings: whatever is free now was freed by them. A round that begins so long after the last
        // expiry has nothing left to wait for.
        var (freed, late) = (0, holds.Max(hold => hold.ExpiresAt) + Tolerance);
        await Eventually.BecomesAsync(
            async () =>
            {
                var began = TimeProvider.System.GetUtcNow();
                freed += (await Task.WhenAll(sweepers.Select(sweep => sweep.SweepAsync(CancellationToken.None)))).Sum();
                return (freed, began);
            },
            round => round.freed >= 2 * showings || round.began > late);
        freed.ShouldBe(2 * showings);
        foreach (var id in showingIds)
            (await replica.RawStatesAsync(id)).ShouldBe("aaa");
    }

    [Fact]
    public async Task Sweep_WhenShowingIsLongOver_ClearsItAway()
    {
        var showing = await services.GivenShowingAsync(seats: 3, startsIn: TimeSpan.FromHours(-2));
        await replica.StatesAsync(showing.Id);
        (await replica.RawStatesAsync(showing.Id)).ShouldBe("aaa");

        await Eventually.BecomesAsync(
            async () =>
            {
                await replica.Sweep.SweepAsync(CancellationToken.None);
                return await replica.RawStatesAsync(showing.Id);
            },
            states => states is null);

        (await replica.Redis.GetDatabase().SortedSetScoreAsync("showings:sweeps", showing.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Attach_WhenHoldHasExpired_FindsNothing()
    {
        var showing = await services.GivenShowingAsync(seats: 3);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await Eventually.BecomesAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > hold.ExpiresAt);

        var attached = await replica.Holds.AttachAsync(
            showing.Id, hold.Id, customer, Guid.NewGuid(), hold.ExpiresAt + TimeSpan.FromMinutes(10), CancellationToken.None);

        attached.ShouldBe(new AttachResult.NotFound());
        (await replica.StatesAsync(showing.Id)).ShouldBe("aaa");
    }

    [Fact]
    public async Task Attach_WhenHoldIsAlive_OutlivesItsOwnExpiry()
    {
        var showing = await services.GivenShowingAsync(seats: 3);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        var bookingExpiresAt = hold.ExpiresAt + TimeSpan.FromMinutes(10);

        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, Guid.NewGuid(), bookingExpiresAt, CancellationToken.None);

        await Eventually.BecomesAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > hold.ExpiresAt);
        await replica.Sweep.SweepAsync(CancellationToken.None);
        (await replica.StatesAsync(showing.Id)).ShouldBe("saa");
        var found = await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None);
        found!.ExpiresAt.ShouldBe(bookingExpiresAt, tolerance: TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Detach_WhenHoldsOwnTimeIsOver_FreesItsSeats()
    {
        var showing = await services.GivenShowingAsync(seats: 3);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        var booking = Guid.NewGuid();
        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, booking, hold.ExpiresAt + TimeSpan.FromMinutes(10), CancellationToken.None);
        await Eventually.BecomesAsync(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > hold.ExpiresAt);

        (await replica.Holds.DetachAsync(showing.Id, hold.Id, booking, CancellationToken.None)).ShouldBeTrue();

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaa");
    }

    /// <summary>Sweeps away what earlier tests left.</summary>
    static async Task FreeAllAsync(List<HoldSweep> sweepers) =>
        await Eventually.BecomesAsync(
            async () => (await Task.WhenAll(sweepers.Select(sweep => sweep.SweepAsync(CancellationToken.None)))).Sum(),
            freed => freed == 0);
}
