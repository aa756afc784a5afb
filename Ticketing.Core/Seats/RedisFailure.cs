using StackExchange.Redis;

namespace Ticketing.Core.Seats;

static class RedisFailure
{
    /// <summary>What a server says that is there but cannot serve for now; everything else it says is our mistake.</summary>
    static readonly string[] Refusals = ["LOADING", "READONLY", "MASTERDOWN", "NOREPLICAS", "OOM", "MISCONF", "BUSY", "CLUSTERDOWN", "TRYAGAIN"];

    public static bool IsAbsence(Exception e) => e switch
    {
        RedisConnectionException or RedisTimeoutException => true,
        RedisServerException server => Refusals.Any(refusal => server.Message.StartsWith(refusal, StringComparison.Ordinal)),
        _ => false,
    };
}
