using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats.Showings;
using Ticketing.SeatHolds.RateLimiting;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>Lets a client network join as often as people do, then for work, and then not before some time has passed.</summary>
sealed class JoinGate(CountedNetworks networks, JoinLimits limits, ProofOfWork challenges, WaitingRoomMetrics metrics)
{
    /// <summary>Why the customer may not join now; null if they may.</summary>
    /// <exception cref="WaitingRoomUnavailableException">Redis does not answer.</exception>
    public async Task<ProblemHttpResult?> RefuseAsync(long roomId, Customer customer, string? answer, HttpContext http)
    {
        var purpose = ProofOfWork.ToJoin(roomId, customer.Id);
        switch (await limits.TakeAsync(networks.NameOf(http), challenges.ProvenBits(answer, purpose)))
        {
            case JoinLimitResult.Challenge { Bits: var bits }:
                metrics.JoinRefused("challenge");
                return challenges.Ask(purpose, bits);
            case JoinLimitResult.Wait { For: var wait }:
                metrics.JoinRefused("rate");
                http.Response.RetryAfter(wait);
                return Problem.TooManyRequests(ProblemCodes.TooManyRequests, "Too many places are being taken from this network.");
            default:
                return null;
        }
    }
}

/// <summary>
/// How many places a client network takes, counted in Redis for all replicas together: each is a lot in the draw. Without Redis nobody
/// takes a place at all, so nothing is lost by refusing; an emptied one gives everybody a full bucket.
/// </summary>
sealed class JoinLimits(IConnectionMultiplexer redis, IOptions<RateLimitOptions> options)
{
    const double MicrosecondsPerSecond = 1_000_000;

    static readonly string Script = LuaText.Read<JoinLimits>("JoinLimits");

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
