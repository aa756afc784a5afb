using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>A companion's seat goes with the wheelchair space beside it, and neither bothers the orphan rule.</summary>
public sealed class CompanionTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Theory]
    [InlineData(new[] { 3 }, new[] { 3 })]
    [InlineData(new[] { 0, 1, 3 }, new[] { 3 })]
    // The space beyond the aisle is somebody else's.
    [InlineData(new[] { 3, 7 }, new[] { 3 })]
    [InlineData(new[] { 2, 3, 6 }, new[] { 6 })]
    public async Task Take_WhenACompanionComesWithoutTheWheelchair_IsRefused(int[] seats, int[] alone)
    {
        var showing = await services.GivenHallAsync("sswc sscw");

        (await replica.TakeAsync(showing.Id, customer, seats)).ShouldBeOfType<TakeResult.CompanionsAlone>().Seats.ShouldBe(alone);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");
    }

    [Theory]
    [InlineData(new[] { 2, 3 })]
    [InlineData(new[] { 6, 7 })]
    [InlineData(new[] { 2 })]
    [InlineData(new[] { 2, 3, 6, 7 })]
    public async Task Take_WhenTheWheelchairComesToo_HoldsBoth(int[] seats)
    {
        var showing = await services.GivenHallAsync("sswc sscw");

        (await replica.TakeAsync(showing.Id, customer, seats)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Take_WhenTwoSpacesShareARow_GivesEachItsOwnCompanions()
    {
        var showing = await services.GivenHallAsync("wccw");

        (await replica.TakeAsync(showing.Id, customer, 0, 1, 2)).ShouldBeOfType<TakeResult.CompanionsAlone>().Seats.ShouldBe([2]);
        (await replica.TakeAsync(showing.Id, customer, 0, 1)).ShouldBeOfType<TakeResult.Held>();
        (await replica.TakeAsync(showing.Id, customer, 2, 3)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Take_WhenASpaceHasTwoCompanions_GivesBoth()
    {
        var showing = await services.GivenHallAsync("wccss");

        (await replica.TakeAsync(showing.Id, customer, 0, 1, 2)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Take_WhenWheelchairSpacesAreNeighbours_BoundsGapsByThem()
    {
        // Of two seats beside a space one may go: the space is no seat that somebody could move up to.
        var showing = await services.GivenHallAsync("sswcsss");

        (await replica.TakeAsync(showing.Id, customer, 0)).ShouldBeOfType<TakeResult.Held>();
        (await replica.TakeAsync(showing.Id, customer, 5)).ShouldBeOfType<TakeResult.SeatsOrphaned>().Seats.ShouldBe([4, 6]);
        (await replica.TakeAsync(showing.Id, customer, 2)).ShouldBeOfType<TakeResult.Held>();
    }
}
