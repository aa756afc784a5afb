using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;

namespace Ticketing.Load.Baselines;

/// <summary>
/// What people would use instead, as bare as it can be: no authentication, limits, validation, tracing or JSON. A process of its
/// own with the server settings that seat-holds has (ASP.NET Core's defaults), on the same Redis and PostgreSQL servers.
/// </summary>
static class BaselineHost
{
    /// <summary>How long a hold lasts, as in the product.</summary>
    public static readonly TimeSpan HoldDuration = TimeSpan.FromMinutes(5);

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Before the first request comes: a crowd would wait for it with all the threads that it needs to end.
        var redis = await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("redis")!);
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
        builder.Services.AddSingleton(NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("postgres")!));
        builder.Services.AddSingleton(await EvalSha.LoadAsync(redis));
        builder.Services.AddRedLock();

        await using var app = builder.Build();
        app.MapGet("/hello", () => "Hello");
        app.MapEvalSha();
        app.MapRedLock();
        app.MapForUpdate();
        app.MapOnConflict();
        await app.RunAsync();
    }
}

static class BaselineAnswer
{
    public static Results<ContentHttpResult, Conflict> Of(bool held, string holdId) =>
        held ? TypedResults.Text(holdId, statusCode: StatusCodes.Status201Created) : TypedResults.Conflict();
}
