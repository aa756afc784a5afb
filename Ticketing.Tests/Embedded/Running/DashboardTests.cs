using System.Net;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Tests.Embedded.Running;

[Trait("Category", "Embedded")]
public sealed class DashboardTests : IAsyncDisposable, IAsyncLifetime
{
    readonly HttpClient client = new();
    RunningStack stack = null!;

    public async Task InitializeAsync()
    {
        stack = await RunningStack.StartAsync(builder => builder.AddRedis("cache"));
        await stack.UntilHealthyAsync("cache");
        client.BaseAddress = new Uri(stack.Services.GetRequiredService<DashboardServer>().Address!);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await stack.DisposeAsync();
    }

    [Fact]
    public async Task Page_IsServedWithWhatItNeeds()
    {
        (await client.GetStringAsync("/")).ShouldContain("dashboard.js");
        (await client.GetAsync("/dashboard.js")).Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        (await client.GetAsync("/dashboard.css")).Content.Headers.ContentType!.MediaType.ShouldBe("text/css");
    }

    [Fact]
    public async Task State_ShowsResourcesWithTheirHealth()
    {
        var state = await FirstEventAsync("/api/state");

        state.ShouldContain("\"name\":\"cache\"");
        state.ShouldContain("\"stateText\":\"Healthy\"");
    }

    [Fact]
    public async Task Console_ShowsWhatTheProcessWrote() =>
        (await FirstEventAsync("/api/replicas/cache/console")).ShouldContain("oO0OoO0OoO0Oo Redis is starting");

    [Fact]
    public async Task Command_FromThePage_IsExecuted()
    {
        var before = await stack.UntilHealthyAsync("cache");

        (await CommandAsync("/api/resources/cache/restart", header: true)).ShouldBe(HttpStatusCode.NoContent);

        var after = await stack.UntilHealthyAsync("cache");
        after.ProcessId.ShouldNotBe(before.ProcessId);
    }

    [Fact]
    public async Task Command_ThatDoesNotExist_IsRefused()
    {
        (await CommandAsync("/api/resources/cache/explode", header: true)).ShouldBe(HttpStatusCode.BadRequest);
        (await CommandAsync("/api/resources/nothing/stop", header: true)).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Command_WithoutTheHeader_IsRefused()
    {
        (await CommandAsync("/api/resources/cache/stop", header: false)).ShouldBe(HttpStatusCode.Forbidden);

        stack.Runner("cache").IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Request_ToAnotherHostsName_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/state") { Headers = { Host = "rebound.example" } };

        (await client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    async Task<HttpStatusCode> CommandAsync(string path, bool header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (header)
            request.Headers.Add("X-Dashboard", "1");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    async Task<string> FirstEventAsync(string path)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var stream = await client.GetStreamAsync(path, late.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(late.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
