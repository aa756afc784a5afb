using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class HttpClientTests
{
    /// <summary>More than it takes to open a breaker.</summary>
    const int Flood = 150;

    [Theory]
    [InlineData("GET", 2, HttpStatusCode.OK)]
    [InlineData("POST", 1, HttpStatusCode.ServiceUnavailable)]
    [InlineData("PUT", 1, HttpStatusCode.ServiceUnavailable)]
    [InlineData("DELETE", 1, HttpStatusCode.ServiceUnavailable)]
    public async Task Request_WhenTheServiceFailsOnce_IsRepeatedOnlyWhenItIsSafe(string method, int calls, HttpStatusCode answer)
    {
        var called = 0;
        await using var world = await World.StartAsync(_ => Interlocked.Increment(ref called) == 1 ? 503 : 200);

        (await world.SendAsync(method, "/")).ShouldBe((int)answer);

        called.ShouldBe(calls);
    }

    [Theory]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.4")]
    [InlineData("GET", 400)]
    [InlineData("GET", 401)]
    [InlineData("GET", 404)]
    [InlineData("GET", 408)]
    [InlineData("GET", 429)]
    [InlineData("POST", 429)]
    [InlineData("POST", 500)]
    public async Task Refusals_HoweverMany_AreNeitherRepeatedNorHeldAgainstTheService(string method, int refusal)
    {
        var called = 0;
        await using var world = await World.StartAsync(_ => Interlocked.Increment(ref called) <= Flood ? refusal : 200);

        await Task.WhenAll(Enumerable.Range(0, Flood).Select(async _ => (await world.SendAsync(method, "/")).ShouldBe(refusal)));

        called.ShouldBe(Flood);
        (await world.SendAsync(method, "/")).ShouldBe(200);
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.4")]
    public async Task Service_WhenOneKindOfRequestGetsNoAnswers_IsStillAskedForTheOthers()
    {
        await using var world = await World.StartAsync(path => path.EndsWith("/payments", StringComparison.Ordinal) ? 503 : 200);

        var flood = await Task.WhenAll(Enumerable.Range(0, Flood).Select(n => world.SendAsync("POST", $"/bookings/{n}/payments")));
        await Eventually.BecomesAsync(() => world.SendAsync("POST", "/bookings/1/payments"), status => status == World.NotAsked);

        flood.ShouldContain(503);
        (await world.SendAsync("POST", "/bookings")).ShouldBe(200);
        (await world.SendAsync("GET", "/bookings/1")).ShouldBe(200);
        (await world.SendAsync("POST", "/bookings", client: "another")).ShouldBe(200);
    }

    /// <summary>A service, and one that calls it by its name: service discovery finds the address.</summary>
    sealed class World(TestService callee, TestService caller) : IAsyncDisposable
    {
        /// <summary>The circuit is open.</summary>
        public const int NotAsked = 0;

        public static async Task<World> StartAsync(Func<string, int> answer)
        {
            var callee = await TestService.StartAsync(_ => { }, app => app.Map("/{**path}", (HttpRequest request) => Results.StatusCode(answer(request.Path))));
            var caller = await TestService.StartAsync(
                builder =>
                {
                    builder.AddServiceDefaults();
                    builder.Services.AddHttpClient("bookings").AddResilience("payments");
                    builder.Services.AddHttpClient("another").AddResilience();
                },
                _ => { },
                ("Services:flaky:http:0", callee.Addresses[0].ToString()),
                ("Shutdown:Notice", "00:00:00"));
            return new World(callee, caller);
        }

        public async Task<int> SendAsync(string method, string path, string client = "bookings")
        {
            using var http = caller.Services.GetRequiredService<IHttpClientFactory>().CreateClient(client);
            using var request = new HttpRequestMessage(new HttpMethod(method), $"http://flaky{path}");
            try
            {
                using var answer = await http.SendAsync(request);
                return (int)answer.StatusCode;
            }
            catch (Polly.CircuitBreaker.BrokenCircuitException)
            {
                return NotAsked;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await caller.DisposeAsync();
            await callee.DisposeAsync();
        }
    }
}
