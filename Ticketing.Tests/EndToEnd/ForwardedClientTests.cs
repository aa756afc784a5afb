using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ticketing.Tests.EndToEnd;

/// <summary>What the services know of a customer behind an ingress and the web app.</summary>
public sealed class ForwardedClientTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    enum Login
    {
        Judged,

        /// <summary>The address has tried too often.</summary>
        Limited,

        /// <summary>Its turn did not come in time, since very many sign in at once: from wherever, on a loaded machine.</summary>
        PutOff,
    }

    [Fact]
    public async Task Login_WhenOneAddressTriesTooOften_StaysOpenForAnother()
    {
        // More than both replicas of api allow in a minute, and again where it takes longer.
        await Eventually.BecomesAsync(() => LoginsFromAsync("203.0.113.10", count: 150), logins => logins.Contains(Login.Limited));
        var other = await Eventually.BecomesAsync(() => LoginsFromAsync("203.0.113.11", count: 5), logins => logins.Any(login => login != Login.PutOff));

        other.ShouldNotContain(Login.Limited);
    }

    async Task<List<Login>> LoginsFromAsync(string address, int count)
    {
        using var web = app.CreateClient("web");
        web.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return [.. await Task.WhenAll(Enumerable.Range(0, count).Select(_ => LogInAsync(web)))];
    }

    static async Task<Login> LogInAsync(HttpClient web)
    {
        using var answer = await web.PostAsJsonAsync("/api/accounts/login", new { email = $"{Guid.NewGuid():N}@customers.example", password = "wrong horse" });
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return Login.Judged;

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return problem.GetProperty("title").GetString()!.StartsWith("Too many sign in at once", StringComparison.Ordinal) ? Login.PutOff : Login.Limited;
    }
}
