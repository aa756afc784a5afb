namespace Ticketing.Tests.EndToEnd;

public sealed class ReleaseTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Release_WhenSomebodyJustSawTheSeatsHeld_NamesTheVersionThatShowsThemFree()
    {
        var showing = await app.GivenShowingAsync(seats: 4);
        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(showing.Id, 1, 2);
        (await customer.SeatsAsync(showing.Id, hold.Version)).States.ShouldBe("ahha");

        var release = await customer.ReleasesAsync(hold);

        (await customer.SeatsAsync(showing.Id, release.Version)).States.ShouldBe("aaaa");
    }
}
