using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.SeatMap;

public sealed class StreamTests(LiveSeats live) : IClassFixture<LiveSeats>
{
    [Fact]
    public async Task Stream_WhenSeatsChange_BeginsWithAllSeatsAndGoesOnWithChanges()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();

        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        var first = await stream.NextAsync("seats");
        var version = await showing.ChangeAsync('h', 1, 2);
        var change = await stream.NextAsync("changes");

        stream.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        stream.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        stream.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        first.States.ShouldBe("aaaaaaaaaa");
        first.Id.ShouldBe(first.Data.GetProperty("version").GetString());
        change.Changes.ShouldBe("h1,2");
        change.Id.ShouldBe(version);
        change.Data.GetProperty("version").GetString().ShouldBe(version);
    }

    [Fact]
    public async Task Stream_WhenSeatsChangeTogether_SendsOneFrameToEverybody()
    {
        var clock = new FakeTimeProvider();
        var showing = await live.GivenShowingAsync();
        var replica = await live.GivenReplicaAsync(clock: clock);
        using var client = replica.CreateClient();
        await using var one = await LiveStream.OpenAsync(client, showing.Id);
        await using var other = await LiveStream.OpenAsync(client, showing.Id);
        await one.NextAsync("seats");
        await other.NextAsync("seats");

        await showing.ChangeAsync('h', 1, 2);
        await showing.ChangeAsync('s', 2);
        var version = await showing.ChangeAsync('a', 1);
        await Eventually.BecomesAsync(() => client.GetStringAsync($"/live/showings/{showing.Id}/seats"), seats => seats.Contains($"\"{version}\"", StringComparison.Ordinal));
        clock.Advance(TimeSpan.FromMilliseconds(100));

        foreach (var stream in (LiveStream[])[one, other])
        {
            var change = await stream.NextAsync("changes");
            change.Changes.ShouldBe("a1 s2");
            change.Id.ShouldBe(version);
        }
    }

    [Fact]
    public async Task Stream_WhenResumedFromAVersionThatIsKnown_SendsOnlyWhatChangedSince()
    {
        var showing = await live.GivenShowingAsync();
        var replica = await live.GivenReplicaAsync();
        using var open = new Metered(replica, "ticketing.streams.open");
        using var client = replica.CreateClient();
        await using (var watched = await LiveStream.OpenAsync(client, showing.Id))
        {
            await watched.NextAsync("seats");
            await showing.ChangeAsync('h', 1);
            await watched.NextAsync("changes");
        }

        // Or what is on its way to the one that has left would reach the others too.
        await Eventually.BecomesAsync(() => Task.FromResult(open.Value), streams => streams == 0);
        var missed = await showing.ChangeAsync('h', 2);
        var latest = await showing.ChangeAsync('h', 3);
        await client.GetStringAsync($"/live/showings/{showing.Id}/seats?min={latest}");
        await using var resumed = await LiveStream.OpenAsync(client, showing.Id, since: "1.0", lastEventId: missed);
        await using var current = await LiveStream.OpenAsync(client, showing.Id, since: latest);
        var last = await showing.ChangeAsync('h', 4);

        (await resumed.NextAsync("changes")).Changes.ShouldBe("h3");
        (await resumed.NextAsync("changes")).Id.ShouldBe(last);
        (await current.NextAsync("changes")).Changes.ShouldBe("h4");
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("999999999.7")]
    [InlineData("nonsense")]
    public async Task Stream_WhenItCannotBeResumed_BeginsWithAllSeats(string since)
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();

        await using var stream = await LiveStream.OpenAsync(client, showing.Id, since);

        (await stream.NextAsync()).Name.ShouldBe("seats");
    }

    [Fact]
    public async Task Stream_WhenAChangeWasMissed_SendsAllSeats()
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync()).CreateClient();
        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        await stream.NextAsync("seats");

        await showing.ChangeUnheardAsync('h', 1);
        await showing.ChangeAsync('h', 2);

        (await stream.NextAsync("seats")).States.ShouldBe("ahhaaaaaaa");
    }

    [Fact]
    public async Task Stream_WhenRedisGoesAndComesBack_SaysSo()
    {
        await using var line = live.GivenLine();
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync(line)).CreateClient();
        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        await stream.NextAsync("seats");

        line.Cut();
        await stream.NextAsync("stale");
        await using var late = await LiveStream.OpenAsync(client, showing.Id);
        (await late.NextAsync("seats")).Data.GetProperty("stale").GetBoolean().ShouldBeTrue();
        await late.NextAsync("stale");
        await showing.ChangeAsync('h', 6);
        line.Mend();

        (await stream.NextAsync("seats")).States.ShouldBe("aaaaaahaaa");
        await stream.NextAsync("fresh");
    }

    [Fact]
    public async Task Stream_WhenNothingHappens_ShowsThatItLives()
    {
        var clock = new FakeTimeProvider();
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync(clock: clock)).CreateClient();
        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        await stream.NextAsync("seats");

        clock.Advance(TimeSpan.FromSeconds(15));

        (await stream.NextBlockAsync()).ShouldBe(":");
    }

    [Fact]
    public async Task Stream_WhenAClientDoesNotRead_LosesItAndServesTheOthers()
    {
        var showing = await live.GivenShowingAsync(seats: 600);
        var replica = await live.GivenReplicaAsync(settings: [("Streams:Coalescing", "00:00:00.001"), ("Streams:Backlog", "4")]);
        using var client = replica.CreateClient();
        using var slow = await GivenClientThatDoesNotReadAsync(replica, showing.Id);
        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        var next = await stream.NextAsync("seats");
        using var dropped = new Metered(replica, "ticketing.streams.dropped");

        // Every change is of all seats, so that what the network takes on credit is soon used up.
        var all = Enumerable.Range(0, 600).ToArray();
        for (var change = 0; dropped.Value == 0 && change < 5000; change++)
        {
            var version = await showing.ChangeAllAsync(change % 2 == 0 ? 'h' : 'a', all);
            while (next.Id != version)
                next = await stream.NextAsync();
        }

        dropped.Value.ShouldBe(1);
        var last = await showing.ChangeAsync('s', 7);
        (await stream.NextAsync("changes")).Id.ShouldBe(last);
    }

    [Fact]
    public async Task Stream_WhenACustomerHasManyOpen_IsRefusedUntilOneIsClosed()
    {
        var showing = await live.GivenShowingAsync();
        var replica = await live.GivenReplicaAsync(settings: [("Streams:PerClient", "2")]);
        using var client = CustomerOf(replica);
        using var another = CustomerOf(replica);
        await using var first = await LiveStream.OpenAsync(client, showing.Id);
        var second = await LiveStream.OpenAsync(client, showing.Id);

        await ShouldBeRefusedAsync(client, showing.Id);
        await using var others = await LiveStream.OpenAsync(another, showing.Id);
        await second.DisposeAsync();

        await Eventually.BecomesAsync(
            async () =>
            {
                using var answer = await LiveStream.AskAsync(client, showing.Id);
                return answer.StatusCode;
            },
            status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Streams:PerAddress")]
    [InlineData("Streams:Total")]
    public async Task Stream_WhenThereAreTooMany_IsRefused(string limit)
    {
        var showing = await live.GivenShowingAsync();
        using var client = (await live.GivenReplicaAsync(settings: [(limit, "1")])).CreateClient();
        await using var only = await LiveStream.OpenAsync(client, showing.Id);

        await ShouldBeRefusedAsync(client, showing.Id);
    }

    [Fact]
    public async Task Stream_WhenTheShowingIsUnknown_IsNotFound()
    {
        using var client = (await live.GivenReplicaAsync()).CreateClient();

        using var answer = await LiveStream.AskAsync(client, 999_999_999);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Stream_WhenTheReplicaStops_Ends()
    {
        var showing = await live.GivenShowingAsync();
        var replica = await live.GivenReplicaAsync();
        using var client = replica.CreateClient();
        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        await stream.NextAsync("seats");

        var stopped = replica.StopAsync();

        (await stream.NextBlockAsync()).ShouldBeNull();
        // The host would give up on a stream that goes on after half a minute.
        await stopped.WaitAsync(TimeSpan.FromSeconds(20));
    }

    static async Task ShouldBeRefusedAsync(HttpClient client, long showingId)
    {
        using var refused = await LiveStream.AskAsync(client, showingId);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.CodeAsync()).ShouldBe("503 too_many_streams");
    }

    static HttpClient CustomerOf(TestService replica)
    {
        var client = replica.CreateClient();
        var token = replica.Services.GetRequiredService<CustomerTokens>().Issue(Guid.NewGuid()).Token;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    static async Task<Socket> GivenClientThatDoesNotReadAsync(TestService replica, long showingId)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, replica.Addresses[0].Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /live/showings/{showingId}/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return socket;
    }
}
