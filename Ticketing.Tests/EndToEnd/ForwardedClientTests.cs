using System.Net;
using System.Net.Http.Json;

namespace Ticketing.Tests.EndToEnd;

/// <summary>What the services know of a customer behind an ingress and the web app.</summary>
public sealed class ForwardedClientTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Login_WhenOneAddressTriesTooOften_StaysOpenForAnother()
    {
        // More than both replicas of api allow in a minute, and again where it takes longer.
        await Eventually.BecomesAsync(() => LoginsFromAsync("203.0.113.10", count: 150), statuses => statuses.Contains(HttpStatusCode.TooManyRequests));
        var other = await LoginsFromAsync("203.0.113.11", count: 10);

        other.ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
    }

    async Task<List<HttpStatusCode>> LoginsFromAsync(string address, int count)
    {
        using var web = app.CreateClient("web");
        web.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        var answers = await Task.WhenAll(Enumerable.Range(0, count).Select(async _ =>
        {
            using var answer = await web.PostAsync("/api/accounts/login", JsonContent.Create(new { email = $"{Guid.NewGuid():N}@customers.example", password = "wrong horse" }));
            return answer.StatusCode;
        }));
        return [.. answers];
    }
}
