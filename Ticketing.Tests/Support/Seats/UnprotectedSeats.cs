using StackExchange.Redis;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Support.Seats;

/// <summary>What not to do: look whether the seats are free, and then take them.</summary>
sealed class UnprotectedSeats(IEnumerable<IDatabase> connections, int seats)
{
    static readonly RedisKey Key = "unprotected:seats";

    readonly IDatabase[] connections = [.. connections];
    int calls;

    public Task ClearAsync() => connections[0].StringSetAsync(Key, new string('a', seats));

    public async Task<TakeResult> TakeAsync(int[] wanted)
    {
        var redis = connections[Interlocked.Increment(ref calls) % connections.Length];
        var states = (string)(await redis.StringGetAsync(Key))!;
        int[] taken = [.. wanted.Where(seat => states[seat] != 'a')];
        if (taken.Length > 0)
            return new TakeResult.SeatsTaken(taken);

        foreach (var seat in wanted)
            await redis.StringSetRangeAsync(Key, seat, "h");
        return new TakeResult.Held(new SeatHold("unprotected", 0, wanted, default, default, default));
    }
}
