using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class TrustedProxiesTests
{
    [Fact]
    public async Task Address_WhenTheProxyIsNotTrusted_IsTheConnections()
    {
        (await AskAsync()).ShouldBe("127.0.0.1 http");
        (await AskAsync(("TrustedProxies:0", "10.0.0.0/8"))).ShouldBe("127.0.0.1 http");
    }

    /// <summary>The app model switches ASP.NET Core's own trust on, which would be trust in everybody.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V14.5.4")]
    public async Task Address_WhenNoProxyIsNamedAndForwardingIsSwitchedOn_IsTheConnections()
    {
        (await AskAsync(("FORWARDEDHEADERS_ENABLED", "true"))).ShouldBe("127.0.0.1 http");
        (await AskAsync(("FORWARDEDHEADERS_ENABLED", "true"), ("TrustedProxies:0", "10.0.0.0/8"))).ShouldBe("127.0.0.1 http");
        (await AskAsync(("FORWARDEDHEADERS_ENABLED", "true"), ("TrustedProxies:0", "127.0.0.0/8"))).ShouldBe("203.0.113.9 https");
    }

    [Fact]
    public async Task Address_WhenTheProxyIsTrusted_IsTheForwardedOne() =>
        (await AskAsync(("TrustedProxies:0", "127.0.0.0/8"))).ShouldBe("203.0.113.9 https");

    [Fact]
    public async Task Address_WhenAClientForgesOneBehindTheProxy_IsTheClientsOwn() =>
        (await AskAsync("198.51.100.1, 203.0.113.9", ("TrustedProxies:0", "127.0.0.0/8"))).ShouldStartWith("203.0.113.9");

    static Task<string> AskAsync(params (string, string)[] configuration) => AskAsync("203.0.113.9", configuration);

    static async Task<string> AskAsync(string forwardedFor, params (string, string)[] configuration)
    {
        await using var service = await TestService.StartAsync(
            builder => builder.AddServiceDefaults(),
            app => app.MapGet("/", (HttpContext http) => $"{http.Connection.RemoteIpAddress} {http.Request.Scheme}"),
            [.. configuration, ("Shutdown:Notice", "00:00:00")]);
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwardedFor);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return await client.GetStringAsync("/");
    }
}
