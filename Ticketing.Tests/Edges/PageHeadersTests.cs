using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.Web.Security;

namespace Ticketing.Tests.Edges;

[Trait("Category", "Security")]
public sealed class PageHeadersTests
{
    /// <summary>The handler of exceptions takes back whatever was said before, and writes a page of its own.</summary>
    [Fact]
    [Trait("Asvs", "V14.4.3")]
    public async Task Page_AboutAnException_HasThePolicyOfEveryPage()
    {
        await using var service = await StartAsync("https://checkout.stripe.com");
        using var http = service.CreateClient();

        using var answer = await http.GetAsync("/broken");

        ((int)answer.StatusCode).ShouldBe(500);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self' https://checkout.stripe.com;");
    }

    [Theory]
    [Trait("Asvs", "V5.1.5")]
    [InlineData("https:")]
    [InlineData("checkout.stripe.com")]
    [InlineData("https://checkout.stripe.com/pay")]
    [InlineData("https://*.stripe.com")]
    public Task Site_WhoseFormsMayGoToMoreThanAHost_DoesNotStart(string origin) =>
        Should.ThrowAsync<Exception>(async () => await (await StartAsync(origin)).DisposeAsync());

    static Task<TestService> StartAsync(string origin) => TestService.StartAsync(
        builder => builder.AddPageHeaders(),
        app =>
        {
            app.UsePageHeaders();
            app.UseExceptionHandler(error => error.Run(http => http.Response.WriteAsync("Something went wrong.")));
            app.MapGet("/broken", IResult () => throw new InvalidOperationException("Broken."));
        },
        ("Payments:CheckoutOrigins:0", origin));
}
