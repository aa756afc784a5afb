using System.Collections.Concurrent;
using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Seats;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.Support.Seats;

/// <summary>Somebody who saw the seats once and from then on believes what is published.</summary>
sealed class ChangeWatch : IAsyncDisposable
{
    readonly ConcurrentQueue<string> messages = new();
    readonly SeatReplica replica;
    readonly long showingId;
    readonly RedisChannel channel;
    readonly char[] states;
    SeatVersion version;

    ChangeWatch(SeatReplica replica, long showingId, SeatStates first)
    {
        this.replica = replica;
        this.showingId = showingId;
        channel = RedisChannel.Literal($"showing:{{{showingId}}}:changes");
        states = first.States.ToCharArray();
        version = first.Version;
    }

    public static async Task<ChangeWatch> StartAsync(SeatReplica replica, long showingId)
    {
        var watch = new ChangeWatch(replica, showingId, (await replica.States.ReadAsync(showingId, CancellationToken.None))!);
        // By the queue, which keeps the order.
        (await replica.Redis.GetSubscriber().SubscribeAsync(watch.channel)).OnMessage(message => watch.messages.Enqueue(message.Message!));
        return watch;
    }

    /// <summary>Each version came once and in order, and together they lead to these states.</summary>
    public async Task ShouldHaveToldAsync(string expected)
    {
        var last = SeatVersion.Parse($"{await FieldAsync("generation")}.{await FieldAsync("sequence")}", CultureInfo.InvariantCulture);
        await Eventually.BecomesAsync(
            () =>
            {
                while (messages.TryDequeue(out var message))
                    Apply(message);
                return Task.FromResult(version);
            },
            reached => reached >= last);

        version.ShouldBe(last);
        new string(states).ShouldBe(expected);
    }

    public async ValueTask DisposeAsync() => await replica.Redis.GetSubscriber().UnsubscribeAsync(channel);

    void Apply(string message)
    {
        var parts = message.Split(' ');
        var next = SeatVersion.Parse(parts[0], CultureInfo.InvariantCulture);
        next.ShouldBe(version with { Sequence = version.Sequence + 1 });
        version = next;

        var named = parts[1..].SelectMany(part => part[1..].Split(',').Select(seat => (State: part[0], Seat: int.Parse(seat, CultureInfo.InvariantCulture)))).ToList();
        named.ShouldNotBeEmpty();
        named.Select(change => change.Seat).ShouldBeUnique();
        foreach (var (state, seat) in named)
            states[seat] = state;
    }

    async Task<RedisValue> FieldAsync(string field) => await replica.Redis.GetDatabase().HashGetAsync($"showing:{{{showingId}}}", field);
}
