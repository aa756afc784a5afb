using System.Diagnostics;
using Ticketing.Api.Catalogue;

namespace Ticketing.Tests.Catalogue;

/// <summary>How many seats of a showing are left, for its place in a list.</summary>
public sealed class SeatsLeftTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;

    [Fact]
    public async Task Of_WhenSomebodyHoldsSeats_CountsThemAsTaken()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        await services.GivenBookingAsync(showing, [0, 1], became: booking => booking.Confirm());
        await replica.TakesAsync(showing.Id, Guid.NewGuid(), 2, 3, 4);

        (await CountedAsync(services.AddReplica(), showing.Id)).ShouldBe(new FreeSeats(3, 0));
    }

    /// <summary>A list does not build the showings that it names.</summary>
    [Fact]
    public async Task Of_WhenRedisDoesNotHaveTheShowing_CountsBookingsAndLeavesItSo()
    {
        var showing = await services.GivenHallAsync("wwssss");
        await services.GivenBookingAsync(showing, [0], became: booking => booking.Confirm());
        await services.GivenBookingAsync(showing, [2]);
        await services.GivenBookingAsync(showing, [3], became: booking => booking.Expire());

        (await CountedAsync(replica, showing.Id)).ShouldBe(new FreeSeats(3, 1));

        (await replica.RawStatesAsync(showing.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_WhenTheHallHasSpacesForWheelchairs_CountsThemApart()
    {
        var showing = await services.GivenHallAsync("wcss");

        (await CountedAsync(replica, showing.Id)).ShouldBe(new FreeSeats(2, 1));
        await replica.TakesAsync(showing.Id, Guid.NewGuid(), 2, 3);

        (await CountedAsync(services.AddReplica(), showing.Id)).ShouldBe(new FreeSeats(0, 1));
    }

    [Fact]
    public async Task Of_WhenRedisIsAway_SaysNothing()
    {
        var showing = await services.GivenShowingAsync();
        var lonely = services.AddReplica(redisAt: "127.0.0.1:1");

        (await OfAsync(lonely, showing.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_WhenRedisIsSlow_SaysNothingRatherThanWait()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        await replica.TakesAsync(showing.Id, Guid.NewGuid(), 0, 1);
        var other = services.AddReplica();
        await other.StatesAsync(showing.Id);
        var pause = TimeSpan.FromSeconds(6);
        await replica.Redis.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", (long)pause.TotalMilliseconds, "ALL");

        var watch = Stopwatch.StartNew();
        (await OfAsync(other, showing.Id)).ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(pause / 2);

        await Eventually.BecomesAsync(() => OfAsync(other, showing.Id), free => free == new FreeSeats(6, 0));
    }

    /// <summary>On a busy machine a list may not wait for it, and the next one has it.</summary>
    static Task<FreeSeats?> CountedAsync(SeatReplica replica, long showingId) => Eventually.BecomesAsync(() => OfAsync(replica, showingId), free => free is not null);

    static async Task<FreeSeats?> OfAsync(SeatReplica replica, long showingId) =>
        (await replica.Left.OfAsync([showingId], CancellationToken.None)).GetValueOrDefault(showingId);
}
