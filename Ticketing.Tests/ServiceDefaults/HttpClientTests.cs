using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class HttpClientTests
{
    [Theory]
    [InlineData("GET", 2, HttpStatusCode.OK)]
    [InlineData("POST", 1, HttpStatusCode.ServiceUnavailable)]
    [InlineData("PUT", 1, HttpStatusCode.ServiceUnavailable)]
    [InlineData("DELETE", 1, HttpStatusCode.ServiceUnavailable)]
    public async Task Request_WhenTheServiceFailsOnce_IsRepeatedOnlyWhenItIsSafe(string method, int calls, HttpStatusCode answer)
    {
        var called = 0;
        await using var flaky = await TestService.StartAsync(
            _ => { },
            app => app.Map("/", () => Interlocked.Increment(ref called) == 1 ? Results.StatusCode(503) : Results.Ok()));
        await using var caller = await TestService.StartAsync(
            builder => builder.AddServiceDefaults(),
            _ => { },
            ("Services:flaky:http:0", flaky.Addresses[0].ToString()),
            ("Shutdown:Notice", "00:00:00"));
        using var client = caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient();

        // By its name: service discovery finds the address.
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://flaky/");
        (await client.SendAsync(request)).StatusCode.ShouldBe(answer);

        called.ShouldBe(calls);
    }
}
