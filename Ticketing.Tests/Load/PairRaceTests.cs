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
        using var api = app.CreateClient("api");
        // Buyers come to a map that they have seen: reading it from PostgreSQL may be put off on a loaded machine.
        using var seatHolds = app.CreateClient("seat-holds");
        await Eventually.BecomesAsync(() => seatHolds.GetAsync($"/live/showings/{showing.Id}/seats"), map => map.IsSuccessStatusCode);
        var buyers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            var issued = await CustomerOf(api);
            return new LoadCustomer(issued.CustomerId, issued.Token);
        }));

        var race = await new PairRace(new SeatHoldsClient(app.CreateClient("seat-holds")), showing.Id, seats).RunAsync(buyers, CancellationToken.None);

        race.Wrongs.ShouldBeEmpty();
        race.Held.Count.ShouldBeGreaterThan(seats / 2 * 3 / 4);
    }

    static async Task<IssuedCustomer> CustomerOf(HttpClient api) =>
        await CustomerClient.ReadAsync<IssuedCustomer>(await api.PostAsync("/api/customers", null));
}
