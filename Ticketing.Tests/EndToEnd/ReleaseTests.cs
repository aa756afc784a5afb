namespace Ticketing.Tests.EndToEnd;

public sealed class ReleaseTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Release_WhenSomebodyJustSawTheSeatsHeld_NamesTheVersionThatShowsThemFree()
    {
        var showing = await app.GivenShowingAsync(seats: 6);
        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(showing.Id, 2, 3);
        (await customer.SeatsAsync(showing.Id, hold.Version)).States.ShouldBe("aahhaa");

        var release = await customer.ReleasesAsync(hold);

        (await customer.SeatsAsync(showing.Id, release.Version)).States.ShouldBe("aaaaaa");
    }
}
