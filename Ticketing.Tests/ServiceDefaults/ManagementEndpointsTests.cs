using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.ServiceDefaults;

public sealed class ManagementEndpointsTests
{
    const int Own = 0;
    const int Management = 1;

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_OnTheManagementPort_IsAnswered(string path)
    {
        await using var service = await StartAsync();
        using var client = service.CreateClient(Management);

        (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Health_OnAnotherPort_IsNotFoundWhateverTheHostHeaderSays(string path)
    {
        await using var service = await StartAsync();
        using var client = service.CreateClient(Own);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = service.Addresses[Management].Authority;

        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Product_OnTheManagementPort_IsNotFoundWhateverTheHostHeaderSays()
    {
        await using var service = await StartAsync();
        using var client = service.CreateClient(Management);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/films");
        request.Headers.Host = service.Addresses[Own].Authority;

        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var own = service.CreateClient(Own);
        (await own.GetStringAsync("/films")).ShouldBe("films");
    }

    [Fact]
    public async Task Health_WhenACheckFails_IsUnavailableButAlive()
    {
        await using var service = await StartAsync(checks => checks.AddCheck("broken", () => HealthCheckResult.Unhealthy()));
        using var client = service.CreateClient(Management);

        (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await client.GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_WhileStopping_IsUnavailableAndRequestsAreStillServed()
    {
        await using var service = await StartAsync();
        using var management = service.CreateClient(Management);
        using var own = service.CreateClient(Own);

        var stopping = service.StopAsync();
        await Eventually.BecomesAsync(async () => (await management.GetAsync("/health")).StatusCode, status => status == HttpStatusCode.ServiceUnavailable);
        (await own.GetStringAsync("/films")).ShouldBe("films");

        await stopping;
        await Should.ThrowAsync<HttpRequestException>(() => own.GetStringAsync("/films"));
    }

    [Fact]
    public async Task Health_WithoutAManagementPort_IsNotMapped()
    {
        await using var service = await TestService.StartAsync(builder => builder.AddServiceDefaults(), _ => { });
        using var client = service.CreateClient();

        service.Addresses.Count.ShouldBe(1);
        (await client.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static Task<TestService> StartAsync(Action<IHealthChecksBuilder>? addChecks = null) => TestService.StartAsync(
        builder =>
        {
            builder.AddServiceDefaults();
            addChecks?.Invoke(builder.Services.AddHealthChecks());
        },
        app => app.MapGet("/films", () => "films"),
        ("MANAGEMENT_PORT", FreePort.Find().ToString(CultureInfo.InvariantCulture)),
        ("Shutdown:Notice", "00:00:02"));
}
