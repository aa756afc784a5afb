using System.Net;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.EndToEnd;

/// <summary>An address of the checkout page that somebody shortened or made up.</summary>
public sealed partial class CheckoutWithoutHoldTests(TicketingApp app) : IClassFixture<TicketingApp>
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
        using var browser = Browser();

        using var answer = await browser.GetAsync($"/showings/{showing.Id}/checkout{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("id=\"hold-expired\"");
    }

    [Fact]
    public async Task Release_WhenAddressNamesNoHold_LeadsToTheSeats()
    {
        var showing = await app.GivenShowingAsync();
        using var browser = Browser();
        var token = Token().Match(await browser.GetStringAsync("/account/login")).Groups[1].Value;

        using var answer = await browser.PostAsync(
            $"/showings/{showing.Id}/checkout?hold=&handler=Release",
            new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe($"/showings/{showing.Id}");
    }

    /// <summary>A browser of its own: the guest's cookie is not to reach the other tests' clients.</summary>
    HttpClient Browser() => new() { BaseAddress = app.Address("web") };

    [GeneratedRegex("""name="__RequestVerificationToken"[^>]*value="([^"]+)""")]
    private static partial Regex Token();
}
