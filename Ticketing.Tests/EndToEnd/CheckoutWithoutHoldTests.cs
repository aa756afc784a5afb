using System.Net;

namespace Ticketing.Tests.EndToEnd;

/// <summary>An address of the checkout page that somebody shortened or made up.</summary>
public sealed class CheckoutWithoutHoldTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("")]
    [InlineData("?hold=")]
    [InlineData("?hold=%20")]
    [InlineData("?hold=%00")]
    [InlineData("?hold=.")]
    [InlineData("?hold=unknown")]
    public async Task Checkout_WhenAddressNamesNoHold_SaysThatTheSeatsAreGone(string query)
    {
        var showing = await app.GivenShowingAsync();
        using var browser = new WebVisitor(app);

        using var answer = await browser.GetAsync($"/showings/{showing.Id}/checkout{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("id=\"hold-expired\"");
    }

    [Fact]
    public async Task Release_WhenAddressNamesNoHold_LeadsToTheSeats()
    {
        var showing = await app.GivenShowingAsync();
        using var browser = new WebVisitor(app);
        var token = await browser.FormTokenAsync("/account/login");

        using var answer = await browser.PostAsync($"/showings/{showing.Id}/checkout?hold=&handler=Release", ("__RequestVerificationToken", token));

        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldBe($"/showings/{showing.Id}");
    }
}
