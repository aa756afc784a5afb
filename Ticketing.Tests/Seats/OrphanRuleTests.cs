using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>Nobody leaves a single empty seat where it can be helped.</summary>
public sealed class OrphanRuleTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Theory]
    [InlineData("aaaaaaaaaa", new[] { 1, 2 }, new[] { 0 })]
    [InlineData("aaaaaaaaaa", new[] { 7, 8 }, new[] { 9 })]
    [InlineData("aassaaaaas", new[] { 5, 6 }, new[] { 4 })]
    [InlineData("aaaaaaaaaa", new[] { 0, 2 }, new[] { 1 })]
    [InlineData("aaaaaaaaaa", new[] { 0, 2, 4 }, new[] { 1, 3 })]
    [InlineData("aaasaasaaa", new[] { 1, 8 }, new[] { 0, 2, 7, 9 })]
    public async Task Take_WhenASingleSeatWouldBeLeftAndNeedNot_IsRefusedAndNamesIt(string states, int[] seats, int[] orphans)
    {
        var showing = await GivenAsync(states);

        var refused = await replica.TakeAsync(showing, customer, seats);

        refused.ShouldBeOfType<TakeResult.SeatsOrphaned>().Seats.ShouldBe(orphans);
        (await replica.StatesAsync(showing)).ShouldBe(states);
    }

    [Theory]
    [InlineData("aaaaaaaaaa", new[] { 0, 1 })]
    [InlineData("aaaaaaaaaa", new[] { 2, 3 })]
    [InlineData("sssaaaasss", new[] { 3, 4 })]
    // The gap has no better place for them.
    [InlineData("sssaaassss", new[] { 3, 4 })]
    [InlineData("sssaaassss", new[] { 4, 5 })]
    [InlineData("sssaaassss", new[] { 3, 5 })]
    [InlineData("sssaasssss", new[] { 4 })]
    // A single seat was there before.
    [InlineData("asssaaaaas", new[] { 4, 5 })]
    public async Task Take_WhenNoSingleSeatIsLeftOrItCannotBeHelped_HoldsThem(string states, int[] seats)
    {
        var showing = await GivenAsync(states);

        (await replica.TakeAsync(showing, customer, seats)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Take_WhenAnAisleOrARowsEndIsBetween_DoesNotCountSeatsBeyondIt()
    {
        var showing = await services.GivenHallAsync("ssss ss", "ss");

        // 3 ends a block, 4 and 5 are one, 6 and 7 the next row.
        (await replica.TakeAsync(showing.Id, customer, 3)).ShouldBeOfType<TakeResult.Held>();
        (await replica.TakeAsync(showing.Id, customer, 4)).ShouldBeOfType<TakeResult.Held>();
        (await replica.TakeAsync(showing.Id, customer, 6)).ShouldBeOfType<TakeResult.Held>();
        (await replica.TakeAsync(showing.Id, customer, 1)).ShouldBeOfType<TakeResult.SeatsOrphaned>().Seats.ShouldBe([0, 2]);
    }

    [Fact]
    public async Task Take_WhenOthersHoldTheNeighbours_CountsThemAsTaken()
    {
        var showing = (await services.GivenShowingAsync(seats: 10)).Id;
        await replica.TakesAsync(showing, Guid.NewGuid(), 0, 1);

        (await replica.TakeAsync(showing, customer, 3)).ShouldBeOfType<TakeResult.SeatsOrphaned>().Seats.ShouldBe([2]);
        (await replica.TakeAsync(showing, customer, 2)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Take_WhenTheHallIsNearlyFull_MayLeaveSingleSeats()
    {
        // 85 of 100 taken, and one less.
        var showing = (await services.GivenShowingAsync(seats: 100)).Id;
        var full = new string('a', 15) + new string('s', 85);
        await replica.GivenStatesAsync(showing, full[..^1] + "a");
        (await replica.TakeAsync(showing, customer, 1)).ShouldBeOfType<TakeResult.SeatsOrphaned>();

        await replica.GivenStatesAsync(showing, full);

        (await replica.TakeAsync(showing, customer, 1)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Release_WhenASingleSeatIsLeft_IsNotRefused()
    {
        var showing = (await services.GivenShowingAsync(seats: 10)).Id;
        var hold = await replica.TakesAsync(showing, customer, 0);
        await replica.TakesAsync(showing, Guid.NewGuid(), 1, 2);

        (await replica.Holds.ReleaseAsync(showing, hold.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.Released>();
    }

    async Task<long> GivenAsync(string states)
    {
        var showing = (await services.GivenShowingAsync(states.Length)).Id;
        await replica.GivenStatesAsync(showing, states);
        return showing;
    }
}
