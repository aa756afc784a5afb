using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.SeatMap;

/// <summary>What a replica knows of a showing's seats without asking Redis.</summary>
public sealed class LiveSeatsTests(LiveSeats live) : IClassFixture<LiveSeats>
{
    [Fact]
    public async Task Seats_WhenAChangeWasHeard_ShowItWithoutReadingRedis()
    {
        var showing = await live.GivenShowingAsync();
        var replica = await live.GivenReplicaAsync();
        using var client = replica.CreateClient();
        (await SeatsAsync(client, showing.Id)).States.ShouldBe("aaaaaaaaaa");

        // Redis itself does not know of it: only the message says so.
        await showing.PublishAsync($"{await NextVersionAsync(client, showing.Id)} h1,2 p9");

        await SeatsBecomeAsync(client, showing.Id, "ahhaaaaaas");
    }

    [Fact]
    public async Task Seats_WhenAChangeWasMissed_AreReadAnewAtTheNext()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();
        await SeatsAsync(client, showing.Id);

        await showing.ChangeUnheardAsync('h', 1);
        (await SeatsAsync(client, showing.Id)).States.ShouldBe("aaaaaaaaaa");
        await showing.ChangeAsync('h', 3);

        await SeatsBecomeAsync(client, showing.Id, "ahahaaaaaa");
    }

    [Fact]
    public async Task Seats_WhenTheMessageCannotBeRead_AreReadAnew()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();
        await SeatsAsync(client, showing.Id);

        await showing.ChangeUnheardAsync('h', 1);
        await showing.PublishAsync("what is this");

        await SeatsBecomeAsync(client, showing.Id, "ahaaaaaaaa");
    }

    [Fact]
    public async Task Seats_WhenAskedForAVersionNotHeardOf_AreReadAnew()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();
        await SeatsAsync(client, showing.Id);

        var version = await showing.ChangeUnheardAsync('h', 1);

        (await SeatsAsync(client, showing.Id, version)).ShouldBe(new SeatStatesView(version, "ahaaaaaaaa"));
    }

    [Fact]
    public async Task Seats_WhenTheShowingWasBuiltAnew_AreThoseOfTheNewGeneration()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();
        await SeatsAsync(client, showing.Id);
        await showing.ChangeAsync('h', 1);
        await SeatsBecomeAsync(client, showing.Id, "ahaaaaaaaa");

        await showing.LoseAsync();
        var generation = long.Parse((await SeatsAsync(client, showing.Id)).Version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture);
        await showing.PublishAsync($"{generation + 1}.0");

        await SeatsBecomeAsync(client, showing.Id, "aaaaaaaaaa");
    }

    [Fact]
    public async Task Seats_WhenTheShowingIsUnknown_AreNotFound()
    {
        using var client = (await live.GivenReplicaAsync()).CreateClient();

        await client.GetAsync("/live/showings/999999999/seats").ShouldBeProblemAsync(HttpStatusCode.NotFound, "showing_not_found");
    }

    [Fact]
    public async Task Seats_WhenAnAddressGuessesAtShowings_AreRefusedButForKnownOnes()
    {
        var showing = await live.GivenShowingAsync();
        // Time stands still: however slowly it guesses here, nothing is forgiven meanwhile.
        using var client = (await live.GivenReplicaAsync(clock: new FakeTimeProvider())).CreateClient();
        await SeatsAsync(client, showing.Id);

        foreach (var what in (string[])["seats", "layout", "stream"])
        {
            HttpStatusCode status;
            var guess = 900_000_000L;
            do
            {
                guess++;
                using var answer = await client.GetAsync($"/live/showings/{guess}/{what}");
                status = answer.StatusCode;
                if (status == HttpStatusCode.TooManyRequests)
                {
                    answer.Headers.RetryAfter.ShouldNotBeNull();
                    (await answer.CodeAsync()).ShouldBe("429 too_many_requests");
                }
            }
            // Not found, or not now on a loaded machine.
            while (status is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable && guess < 900_001_000);

            status.ShouldBe(HttpStatusCode.TooManyRequests, what);
        }

        await SeatsAsync(client, showing.Id);
    }

    [Fact]
    public async Task Seats_WhenRedisLostThemAndNobodyWatches_AreBuiltWhenSomebodyAsks()
    {
        var clock = new FakeTimeProvider();
        var (watched, unwatched) = (await live.GivenShowingAsync(), await live.GivenShowingAsync());
        var replica = await live.GivenReplicaAsync(clock: clock);
        using var client = replica.CreateClient();
        await using var stream = await LiveStream.OpenAsync(client, watched.Id);
        await stream.NextAsync("seats");
        await SeatsAsync(client, unwatched.Id);
        await watched.LoseAsync();
        await unwatched.LoseAsync();

        var showings = replica.Services.GetRequiredService<LiveShowings>();
        await Eventually.BecomesAsync(
            async () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return (IsKept: showings.TryGet(unwatched.Id, out _), IsBuilt: await watched.IsInRedisAsync());
            },
            now => now is { IsKept: false, IsBuilt: true });

        (await unwatched.IsInRedisAsync()).ShouldBeFalse();
        (await SeatsAsync(client, unwatched.Id)).States.ShouldBe("aaaaaaaaaa");
        (await unwatched.IsInRedisAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Layout_WhenPostgresIsAway_IsTheOneReadLastElseUnavailable()
    {
        var clock = new FakeTimeProvider();
        await using var line = live.GivenDatabaseLine();
        var (known, unknown) = (await live.GivenShowingAsync(), await live.GivenShowingAsync());
        using var client = (await live.GivenReplicaAsync(clock: clock, databaseLine: line)).CreateClient();
        var body = await client.GetStringAsync($"/live/showings/{known.Id}/layout");

        line.Cut();
        clock.Advance(TimeSpan.FromMinutes(10));

        (await client.GetStringAsync($"/live/showings/{known.Id}/layout")).ShouldBe(body);
        using var refused = await client.GetAsync($"/live/showings/{unknown.Id}/layout");
        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        refused.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Seats_WhenMinIsNoVersion_AreRefused()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();

        await client.GetAsync($"/live/showings/{showing.Id}/seats?min=seven").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task Seats_WhenRedisIsAway_AreThoseKnownLastAndSaySo()
    {
        await using var line = live.GivenLine();
        var (known, unknown) = (await live.GivenShowingAsync(), await live.GivenShowingAsync());
        using var client = (await live.GivenReplicaAsync(line)).CreateClient();
        await showingKnownAsync(client, known);

        line.Cut();
        await StaleBecomesAsync(client, known.Id, true);

        (await SeatsAsync(client, known.Id)).States.ShouldBe("ahaaaaaaaa");
        var version = await known.ChangeAsync('h', 5);
        foreach (var path in (string[])[$"/live/showings/{known.Id}/seats?min={version}", $"/live/showings/{unknown.Id}/seats"])
        {
            using var refused = await client.GetAsync(path);
            refused.Headers.RetryAfter.ShouldNotBeNull();
            (await refused.CodeAsync()).ShouldBe("503 holds_unavailable");
        }

        line.Mend();
        await StaleBecomesAsync(client, known.Id, false);
        (await SeatsAsync(client, known.Id)).ShouldBe(new SeatStatesView(version, "ahaaahaaaa"));
        // And changes are heard again.
        await known.ChangeAsync('a', 1);
        await SeatsBecomeAsync(client, known.Id, "aaaaahaaaa");

        static async Task showingKnownAsync(HttpClient client, SilentShowing showing)
        {
            await SeatsAsync(client, showing.Id);
            await showing.ChangeAsync('h', 1);
            await SeatsBecomeAsync(client, showing.Id, "ahaaaaaaaa");
        }
    }

    static async Task<string> NextVersionAsync(HttpClient client, long showingId)
    {
        var version = (await SeatsAsync(client, showingId)).Version.Split('.');
        return $"{version[0]}.{int.Parse(version[1], System.Globalization.CultureInfo.InvariantCulture) + 1}";
    }

    static async Task<SeatStatesView> SeatsAsync(HttpClient client, long showingId, string? min = null) =>
        await CustomerClient.ReadAsync<SeatStatesView>(await client.GetAsync($"/live/showings/{showingId}/seats{(min is null ? "" : $"?min={min}")}"));

    static Task<SeatStatesView> SeatsBecomeAsync(HttpClient client, long showingId, string states) =>
        Eventually.BecomesAsync(() => SeatsAsync(client, showingId), seats => seats.States == states);

    static Task<bool> StaleBecomesAsync(HttpClient client, long showingId, bool stale) =>
        Eventually.BecomesAsync(
            async () => (await client.GetFromJsonAsync<JsonElement>($"/live/showings/{showingId}/seats")).TryGetProperty("stale", out var flag) && flag.GetBoolean(),
            answer => answer == stale);
}
