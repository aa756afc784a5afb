using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.EndToEnd;

/// <summary>Whichever way a request comes, through the web app or straight from the ingress, its seats count for the customer's own network.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.3")]
public sealed class NetworkOfAHoldTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    // Nobody else's: other tests run on the same stack.
    readonly string network = $"2001:db8:{Random.Shared.Next(1, 0x10000):x}:{Random.Shared.Next(1, 0x8000):x}";

    [Fact]
    public async Task Hold_ThroughWebAndIngress_CountsForTheCustomersNetwork()
    {
        var showing = await app.GivenShowingAsync(seats: 92);

        await (await app.GivenCustomerAsync($"{network}::1", holdsAt: "web")).HoldsAsync(showing.Id, 0, 1, 2, 3, 4, 5, 6, 7);

        foreach (var (service, address) in ((string, string)[])[("seat-holds", $"{network}::2"), ("web", $"{network}::3")])
            (await (await (await app.GivenCustomerAsync(address, service)).HoldAsync(showing.Id, 8, 9)).CodeAsync()).ShouldBe("403 challenge_required");
        await (await app.GivenCustomerAsync($"2001:db8:0:9{network[^1..]}::1", holdsAt: "web")).HoldsAsync(showing.Id, 8, 9);
    }

    /// <summary>What a client claims about itself in front of the proxy that we trust counts for nothing.</summary>
    [Theory]
    [InlineData("web")]
    [InlineData("seat-holds")]
    public async Task Hold_WhenTheClientForgesItsAddress_CountsForItsOwn(string service)
    {
        var showing = await app.GivenShowingAsync(seats: 92);
        await (await app.GivenCustomerAsync($"198.51.100.1, {network}::1", service)).HoldsAsync(showing.Id, 0, 1, 2, 3, 4, 5, 6, 7);

        var again = await app.GivenCustomerAsync($"198.51.100.2, {network}::1", service);

        (await (await again.HoldAsync(showing.Id, 8, 9)).CodeAsync()).ShouldBe("403 challenge_required");
    }

    [Fact]
    [Trait("Asvs", "V8.3.8")]
    public async Task Booking_NamesTheNetwork_WhileItIsUnpaid_AndNoLonger()
    {
        var customer = await app.GivenCustomerAsync($"{network}::1");
        var booking = await customer.BooksAsync(await customer.HoldsAsync((await app.GivenShowingAsync()).Id, 0, 1));
        (await NetworkAsync(booking.Id)).ShouldBe($"{network}::");

        using var calledOff = await customer.CancelAsync(booking.Id, new { });

        calledOff.EnsureSuccessStatusCode();
        (await NetworkAsync(booking.Id)).ShouldBeNull();
    }

    async Task<string?> NetworkAsync(Guid booking)
    {
        await using var database = await app.DatabaseAsync();
        return await database.Bookings.Where(b => b.Id == booking).Select(b => b.Network).SingleAsync();
    }
}
