using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.Support.Seats;

/// <summary>Replicas that serve seat maps, on a database and a Redis that no other class uses.</summary>
public sealed class LiveSeats : IAsyncLifetime
{
    readonly TicketingApp app = new();
    readonly List<TestService> replicas = [];
    string database = null!;
    string address = null!;
    ConfigurationOptions redis = null!;
    ConnectionMultiplexer connection = null!;

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        database = await app.GivenDatabaseAsync();
        address = await TicketingApp.GivenRedisAsync();
        redis = ConfigurationOptions.Parse(address);
        connection = await ConnectionMultiplexer.ConnectAsync(redis);
        await using var context = TicketingApp.CreateContext(database);
        await context.GivenCatalogueAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in replicas)
            await replica.DisposeAsync();
        await connection.DisposeAsync();
        await app.DisposeAsync();
    }

    internal BrokenLine GivenLine() => new($"redis://{address}");

    internal BrokenLine GivenDatabaseLine()
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        return new($"postgres://{server.Host}:{server.Port}");
    }

    internal async Task<TestService> GivenReplicaAsync(
        BrokenLine? line = null, TimeProvider? clock = null, BrokenLine? databaseLine = null, params (string Key, string Value)[] settings)
    {
        var databaseAt = new NpgsqlConnectionStringBuilder(database);
        if (databaseLine is not null)
            (databaseAt.Host, databaseAt.Port, databaseAt.Timeout) = ("127.0.0.1", databaseLine.Port, 2);

        var at = redis.Clone();
        if (line is not null)
        {
            at.EndPoints.Clear();
            at.EndPoints.Add("localhost", line.Port);
        }

        at.ReconnectRetryPolicy = new LinearRetry(200);
        var replica = await TestService.StartAsync(
            builder =>
            {
                if (clock is not null)
                    builder.Services.AddSingleton(clock);
                builder.AddProblems();
                builder.AddTicketingDatabase();
                builder.AddCustomers();
                builder.AddSeatHolds();
                builder.AddSeatMap();
            },
            web =>
            {
                web.UseProblems();
                web.UseRouting();
                web.UseAuthentication();
                web.MapSeatMap();
            },
            [
                ("ConnectionStrings:ticketing", databaseAt.ConnectionString),
                ("ConnectionStrings:redis", at.ToString(includePassword: true)),
                ("Customers:Key", new string('k', 44)),
                .. settings,
            ]);
        replicas.Add(replica);
        return replica;
    }

    /// <summary>Changes in PostgreSQL what staff may change of a showing.</summary>
    internal async Task ChangeTermsAsync(SilentShowing showing, Action<Showing> change)
    {
        await using var context = TicketingApp.CreateContext(database);
        change(await context.Showings.SingleAsync(row => row.Id == showing.Id));
        await context.SaveChangesAsync();
    }

    /// <summary>A showing of which all replicas know that all its seats are free.</summary>
    internal async Task<SilentShowing> GivenShowingAsync(int seats = 10)
    {
        await using var context = TicketingApp.CreateContext(database);
        var showing = await context.GivenShowingAsync(seats);
        return new SilentShowing(showing.Id, connection);
    }
}

/// <summary>A showing whose seats change as a test says, heard or unheard.</summary>
sealed class SilentShowing(long id, IConnectionMultiplexer connection)
{
    readonly IDatabase redis = connection.GetDatabase();
    readonly string key = $"showing:{{{id}}}";

    public long Id => id;

    /// <summary>Changes a seat as a script does.</summary>
    public async Task<string> ChangeAsync(char state, params int[] seats)
    {
        var message = $"{await ChangeUnheardAsync(state, seats)} {state}{string.Join(',', seats)}";
        await PublishAsync(message);
        return message.Split(' ')[0];
    }

    /// <summary>Changes all seats at once.</summary>
    public async Task<string> ChangeAllAsync(char state, int[] seats)
    {
        await redis.HashSetAsync(key, "states", new string(state, seats.Length));
        var version = await ChangeUnheardAsync(state);
        await PublishAsync($"{version} {state}{string.Join(',', seats)}");
        return version;
    }

    /// <summary>Changes a seat, and the message is lost on its way.</summary>
    public async Task<string> ChangeUnheardAsync(char state, params int[] seats)
    {
        var states = ((string?)await redis.HashGetAsync(key, "states")).ShouldNotBeNull("Nobody has asked for the showing yet.").ToCharArray();
        foreach (var seat in seats)
            states[seat] = state;
        await redis.HashSetAsync(key, "states", new string(states));
        var sequence = await redis.HashIncrementAsync(key, "sequence");
        return $"{await redis.HashGetAsync(key, "generation")}.{sequence}";
    }

    public Task PublishAsync(string message) => connection.GetSubscriber().PublishAsync(SeatChanges.Channel(id), message);

    /// <summary>As when Redis was emptied: whoever asks next builds it anew.</summary>
    public Task LoseAsync() => redis.KeyDeleteAsync(key);

    public Task<bool> IsInRedisAsync() => redis.KeyExistsAsync(key);
}
