using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>
/// How many places a client network takes, counted in Redis for all replicas together: each is a lot in the draw. Without Redis nobody
/// takes a place at all, so nothing is lost by refusing; an emptied one gives everybody a full bucket.
/// </summary>
sealed class JoinLimits(IConnectionMultiplexer redis, IOptions<RateLimitOptions> options)
{
    const double MicrosecondsPerSecond = 1_000_000;

    static readonly string Script = EmbeddedText.Read("WaitingRooms.Places.JoinLimits.lua");

    /// <param name="network">Null where nothing is counted.</param>
    /// <param name="provenBits">Work that the customer has proven for this place.</param>
    /// <exception cref="WaitingRoomUnavailableException">Redis does not answer.</exception>
    public async Task<JoinLimitResult> TakeAsync(string? network, int provenBits)
    {
        if (network is null)
            return new JoinLimitResult.Taken();

        var limits = options.Value;
        try
        {
            var answer = await redis.GetDatabase().ScriptEvaluateAsync(
                Script, [$"waiting-rooms:joins:{network}"],
                [
                    limits.JoinBurst, MicrosecondsPerSecond / limits.JoinsPerSecond, provenBits,
                    limits.JoinsWithoutChallenge, limits.JoinChallengeBits, limits.JoinsPerChallengeBit,
                ]);
            return (string)answer[0]! switch
            {
                "taken" => new JoinLimitResult.Taken(),
                "wait" => new JoinLimitResult.Wait(TimeSpan.FromMilliseconds((long)answer[1])),
                _ => new JoinLimitResult.Challenge((int)answer[1]),
            };
        }
        catch (Exception e) when (e is RedisConnectionException or RedisTimeoutException or RedisServerException)
        {
            throw new WaitingRoomUnavailableException("Redis does not answer.", e);
        }
    }
}

abstract record JoinLimitResult
{
    JoinLimitResult() { }

    public sealed record Taken : JoinLimitResult;

    public sealed record Wait(TimeSpan For) : JoinLimitResult;

    /// <param name="Bits">Of work to prove first.</param>
    public sealed record Challenge(int Bits) : JoinLimitResult;
}
