using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using StackExchange.Redis;

namespace Ticketing.Load.Baselines;

/// <summary>One script call by its hash, loaded once.</summary>
sealed class EvalSha(IDatabase redis, byte[] hash)
{
    public static async Task<EvalSha> LoadAsync(ConnectionMultiplexer connection) =>
        new(connection.GetDatabase(), await connection.GetServers()[0].ScriptLoadAsync(Resource.Read("EvalSha.lua")));

    public async Task<Results<ContentHttpResult, Conflict>> HoldAsync(long showing, int first, int second)
    {
        var hold = Guid.NewGuid().ToString("N");
        var answer = await redis.ScriptEvaluateAsync(
            hash,
            [$"bare:{{{showing}}}:seats", $"bare:{{{showing}}}:deadlines"],
            [hold, (long)BaselineHost.HoldDuration.TotalMilliseconds, first, second]);
        return BaselineAnswer.Of((int)answer == 1, hold);
    }
}

static class EvalShaExtensions
{
    public static void MapEvalSha(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/evalsha/{showing:long}/{first:int}/{second:int}", (long showing, int first, int second, EvalSha seats) =>
            seats.HoldAsync(showing, first, second));
}
