using Npgsql;
using StackExchange.Redis;

namespace Ticketing.Tests.EndToEnd;

/// <summary>The parts agree on what time it is, above all where <c>scripts/clocks.sh</c> gives them another time than the machine's.</summary>
public sealed class ClocksTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    /// <summary>Some answer in whole seconds, and some look at their clock only now and then.</summary>
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("web", "http")]
    [InlineData("api", "http")]
    [InlineData("seat-holds", "http")]
    [InlineData("sandbox", "http")]
    [InlineData("payments", "management")]
    [InlineData("emails", "management")]
    [InlineData("rabbitmq", "management")]
    public Task Clock_OfAService_IsTheTests(string resource, string endpoint) => ShouldAgreeAsync(async () =>
    {
        using var client = app.CreateClient(resource, endpoint);
        using var answer = await client.GetAsync("/alive");
        return answer.Headers.Date.ShouldNotBeNull();
    });

    [Fact]
    public async Task Clock_OfPostgres_IsTheTests()
    {
        await using var server = NpgsqlDataSource.Create(await app.ConnectionStringAsync("ticketing"));
        await ShouldAgreeAsync(async () =>
        {
            await using var command = server.CreateCommand("SELECT clock_timestamp()");
            return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
        });
    }

    [Fact]
    public async Task Clock_OfRedis_IsTheTests()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await app.ConnectionStringAsync("redis"));
        await ShouldAgreeAsync(async () => new DateTimeOffset(await redis.GetServers()[0].TimeAsync()));
    }

    internal static async Task ShouldAgreeAsync(Func<Task<DateTimeOffset>> ask)
    {
        var before = TimeProvider.System.GetUtcNow();
        var answer = await ask();
        answer.ShouldBeInRange(before - Minute, TimeProvider.System.GetUtcNow() + Minute);
    }
}

[Trait("Category", "Browser")]
public sealed class BrowserClockTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Clock_OfTheBrowser_IsTheTests()
    {
        var page = await chromium.NewPageAsync(new Uri("http://localhost"), Screen.Desktop, "ko-KR");
        await ClocksTests.ShouldAgreeAsync(async () => DateTimeOffset.FromUnixTimeMilliseconds((long)await page.EvaluateAsync<double>("Date.now()")));
    }
}
