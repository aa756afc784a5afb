using Ticketing.Core.Catalogue;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

public sealed class BestAvailableTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Best_WhenTheHallIsEmpty_IsTheMiddleAtTwoThirds()
    {
        var showing = await services.GivenHallAsync("ssssssss", "ssssssss", "ssssssss", "ssssssss");

        (await SeatsAsync(showing.Id, new BestAvailable(2))).ShouldBe([19, 20]);
    }

    [Fact]
    public async Task Best_WhenAZoneIsPrime_PrefersIt()
    {
        var showing = await services.GivenHallAsync("ssssssss", "sspppsss", "ssssssss");

        (await SeatsAsync(showing.Id, new BestAvailable(3))).ShouldBe([10, 11, 12]);
    }

    [Fact]
    public async Task Best_WhenAZoneIsAskedFor_StaysInIt()
    {
        var showing = await services.GivenHallAsync("ffffff", "ssssss", "pppppp");

        (await SeatsAsync(showing.Id, new BestAvailable(2, Zone: SeatZone.Front))).ShouldBe([2, 3]);
        (await BestAsync(showing.Id, new BestAvailable(5, Zone: SeatZone.Front))).ShouldBe(new TakeResult.NotEnough());
    }

    [Theory]
    // Beside each other wherever that is, rather than in two places of the middle.
    [InlineData("aaassasssss", 2, new[] { 1, 2 })]
    // No single seat as long as there is another place.
    [InlineData("aaasaassss", 2, new[] { 4, 5 })]
    // One cannot be helped.
    [InlineData("ssssaaassss", 2, new[] { 4, 5 })]
    // Pairs rather than three and one.
    [InlineData("aaasaassaa", 4, new[] { 4, 5, 8, 9 })]
    // Three and one where there is one pair only.
    [InlineData("aaassasss", 4, new[] { 0, 1, 2, 5 })]
    [InlineData("aasassaas", 3, new[] { 3, 6, 7 })]
    public async Task Best_WhenTheHallFillsUp_SplitsAsLittleAndAsEvenlyAsItCan(string states, int count, int[] seats)
    {
        var showing = (await services.GivenShowingAsync(states.Length)).Id;
        await replica.GivenStatesAsync(showing, states);

        (await SeatsAsync(showing, new BestAvailable(count))).ShouldBe(seats);
    }

    [Theory]
    [InlineData("asasaaassss", 2, false)]
    [InlineData("asasasasas", 2, true)]
    [InlineData("asasaasas", 4, true)]
    public async Task Best_WhenTwoWouldSitAlone_IsRefused(string states, int count, bool refused)
    {
        var showing = (await services.GivenShowingAsync(states.Length)).Id;
        await replica.GivenStatesAsync(showing, states);

        var result = await BestAsync(showing, new BestAvailable(count));

        (result is TakeResult.NotTogether).ShouldBe(refused);
        (result is TakeResult.Held).ShouldBe(!refused);
    }

    [Fact]
    public async Task Best_WhenFewerSeatsAreFree_IsRefused()
    {
        var showing = (await services.GivenShowingAsync(seats: 3)).Id;

        (await BestAsync(showing, new BestAvailable(4))).ShouldBe(new TakeResult.NotEnough());
    }

    [Fact]
    public async Task Best_WhenNoWheelchairIsAskedFor_LeavesTheSpacesAndTheirCompanions()
    {
        var showing = await services.GivenHallAsync("ss wc ss");

        (await SeatsAsync(showing.Id, new BestAvailable(4))).ShouldBe([0, 1, 4, 5]);
        (await BestAsync(showing.Id, new BestAvailable(1))).ShouldBe(new TakeResult.NotEnough());
    }

    [Fact]
    public async Task Best_WhenAWheelchairIsAskedFor_GivesTheSpaceItsCompanionAndTheRestNearBy()
    {
        var showing = await services.GivenHallAsync("ssssss", "ss wc ss", "ssssss");

        (await SeatsAsync(showing.Id, new BestAvailable(2, Wheelchairs: 1))).ShouldBe([8, 9]);
        (await BestAsync(showing.Id, new BestAvailable(1, Wheelchairs: 1))).ShouldBe(new TakeResult.NotEnough());

        var other = await services.GivenHallAsync("ssssss", "ss wc ss", "ssssss");
        (await SeatsAsync(other.Id, new BestAvailable(4, Wheelchairs: 1))).ShouldBe([2, 3, 8, 9]);
    }

    [Fact]
    public async Task Best_WhenTheSameKeyComesAgain_AnswersTheSameHold()
    {
        var showing = (await services.GivenShowingAsync(seats: 20)).Id;

        var first = Held(await BestAsync(showing, new BestAvailable(2), "once"));
        var again = Held(await BestAsync(showing, new BestAvailable(2), "once"));

        again.Id.ShouldBe(first.Id);
        again.Seats.ShouldBe(first.Seats);
        (await BestAsync(showing, new BestAvailable(3), "once")).ShouldBe(new TakeResult.KeyReused());
        (await replica.StatesAsync(showing)).Count(state => state == 'h').ShouldBe(2);
    }

    [Fact]
    public async Task Best_WhenACrowdAsks_GivesEverybodyOtherSeats()
    {
        var showing = (await services.GivenShowingAsync(seats: 200)).Id;

        var results = await Task.WhenAll(Enumerable.Range(0, 120).Select(_ => replica.Holds.TakeBestAsync(
            showing, Guid.NewGuid(), new BestAvailable(2), idempotencyKey: null, CancellationToken.None)));

        var seats = results.OfType<TakeResult.Held>().SelectMany(result => result.Hold.Seats).ToList();
        seats.ShouldBeUnique();
        seats.Count.ShouldBeGreaterThan(150);
        (await replica.StatesAsync(showing)).Count(state => state == 'h').ShouldBe(seats.Count);
    }

    async Task<IReadOnlyList<int>> SeatsAsync(long showingId, BestAvailable best) => Held(await BestAsync(showingId, best)).Seats;

    Task<TakeResult> BestAsync(long showingId, BestAvailable best, string? key = null) =>
        replica.Holds.TakeBestAsync(showingId, customer, best, key, CancellationToken.None);

    static SeatHold Held(TakeResult result) => result.ShouldBeOfType<TakeResult.Held>().Hold;
}
