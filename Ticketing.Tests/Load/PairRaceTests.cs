using Ticketing.Load.Driving;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Stack;

namespace Ticketing.Tests.Load;

public sealed class PairRaceTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Race_WhenMoreBuyersComeThanThereArePairs_GivesNoSeatTwiceAndLeavesNoPair()
    {
        const int seats = 40;
        var showing = await app.GivenShowingAsync(seats);
        // Buyers come to a map that they have seen: reading it from PostgreSQL may be put off on a loaded machine.
        using var seatHolds = app.CreateClient("seat-holds");
        await Eventually.BecomesAsync(() => seatHolds.GetAsync($"/live/showings/{showing.Id}/seats"), map => map.IsSuccessStatusCode);
        var buyers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            var customer = await app.GivenCustomerAsync();
            return new LoadCustomer(customer.Id, customer.Token);
        }));

        var race = await new PairRace(new SeatHoldsClient(app.CreateClient("seat-holds")), showing.Id, seats).RunAsync(buyers, CancellationToken.None);

        race.Wrongs.ShouldBeEmpty();
        race.Held.Count.ShouldBeGreaterThan(seats / 2 * 3 / 4);
    }
}
