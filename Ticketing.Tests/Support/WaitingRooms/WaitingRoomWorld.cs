using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;
using Ticketing.Core.WaitingRooms;
using Ticketing.SeatHolds;
using Ticketing.SeatHolds.Holds;
using Ticketing.SeatHolds.RateLimiting;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.ServiceDefaults;

namespace Ticketing.Tests.Support.WaitingRooms;

/// <summary>Replicas of the service that holds seats, on a database and a Redis that no other class uses. Queues move on every 50 ms.</summary>
public sealed class WaitingRoomWorld : IAsyncLifetime
{
    readonly TicketingApp app = new();
    readonly List<IAsyncDisposable> started = [];
    string database = null!;
    string redis = null!;

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        database = await app.GivenDatabaseAsync();
        redis = $"{await TicketingApp.GivenRedisAsync()},allowAdmin=true";
        await using var context = Database();
        await context.GivenCatalogueAsync();
    }

    public async Task DisposeAsync()
    {
        await StopReplicasAsync();
        await app.DisposeAsync();
    }

    /// <summary>For tests whose replicas' settings must not work on in the next one.</summary>
    public async Task StopReplicasAsync()
    {
        // Each, even if another cannot end: it would go on with its queues until the end of the run.
        var stopping = started.AsEnumerable().Reverse().Select(async one => await one.DisposeAsync()).ToList();
        started.Clear();
        await Task.WhenAll(stopping);
    }

    public TicketingDbContext Database() => TicketingApp.CreateContext(database);

    /// <summary>One more process, as it were. Settings are those of <c>WaitingRoom:</c>, unless they name their section.</summary>
    internal async Task<WaitingRoomReplica> AddReplicaAsync(params (string Key, string Value)[] settings)
    {
        var service = await TestService.StartAsync(Configure, Map,
        [
            ("ConnectionStrings:ticketing", DatabaseThrough(line: null)),
            ("ConnectionStrings:redis", redis),
            .. Settings(settings),
        ]);
        started.Add(service);
        return new WaitingRoomReplica(service);
    }

    /// <summary>A replica whose lines to Redis and PostgreSQL can be cut.</summary>
    internal async Task<(WaitingRoomReplica Replica, BrokenLine Redis, BrokenLine Database)> AddCuttableReplicaAsync(params (string Key, string Value)[] settings)
    {
        var endpoint = ConfigurationOptions.Parse(redis);
        var (host, port) = endpoint.EndPoints[0] switch
        {
            System.Net.DnsEndPoint dns => (dns.Host, dns.Port),
            System.Net.IPEndPoint ip => (ip.Address.ToString(), ip.Port),
            var other => throw new InvalidOperationException($"{other} is no address."),
        };
        var redisLine = new BrokenLine($"tcp://{host}:{port}");
        endpoint.EndPoints.Clear();
        endpoint.EndPoints.Add("127.0.0.1", redisLine.Port);
        var server = new NpgsqlConnectionStringBuilder(database);
        var databaseLine = new BrokenLine($"tcp://{server.Host}:{server.Port}");
        var service = await TestService.StartAsync(Configure, Map,
        [
            ("ConnectionStrings:ticketing", DatabaseThrough(databaseLine)),
            ("ConnectionStrings:redis", endpoint.ToString(includePassword: true)),
            .. Settings(settings),
        ]);
        started.Add(redisLine);
        started.Add(databaseLine);
        started.Add(service);
        return (new WaitingRoomReplica(service), redisLine, databaseLine);
    }

    public Task<ConnectionMultiplexer> ConnectToRedisAsync() => ConnectionMultiplexer.ConnectAsync(redis);

    /// <summary>Empties this class's Redis, as a restart without persistence does.</summary>
    public async Task EmptyRedisAsync()
    {
        await using var connection = await ConnectToRedisAsync();
        await connection.GetDatabase().ExecuteAsync("FLUSHDB");
    }

    public async Task<Showing> GivenShowingAsync(int seats = 40)
    {
        await using var context = Database();
        return await context.GivenShowingAsync(seats);
    }

    /// <summary>A room before a showing of its own, that has been switched on.</summary>
    /// <param name="opensIn">By PostgreSQL's clock; null opens it at once.</param>
    public async Task<(WaitingRoom Room, Showing Showing)> GivenRoomAsync(int cap = 1000, double rate = 1000, TimeSpan? opensIn = null, bool ofFilm = false)
    {
        await using var context = Database();
        var showing = await context.GivenShowingAsync();
        var now = (await context.Database.SqlQuery<DateTimeOffset>($"SELECT now() AS \"Value\"").ToListAsync()).Single();
        var room = new WaitingRoom
        {
            FilmId = ofFilm ? showing.FilmId : null,
            ShowingId = ofFilm ? null : showing.Id,
            Mode = WaitingRoomMode.On,
            Cap = cap,
            RatePerSecond = rate,
            OpensAt = now + opensIn,
            StartedAt = now,
        };
        context.WaitingRooms.Add(room);
        await context.SaveChangesAsync();
        return (room, showing);
    }

    public async Task OpenNowAsync(WaitingRoom room)
    {
        await using var context = Database();
        await context.Database.ExecuteSqlAsync($"UPDATE waiting_rooms SET opens_at = now() WHERE id = {room.Id}");
    }

    public async Task EndAsync(WaitingRoom room)
    {
        await using var context = Database();
        await context.WaitingRooms.Where(r => r.Id == room.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.EndedAt, r => r.UpdatedAt));
    }

    /// <summary>The customer buys or goes: the lease ends.</summary>
    public async Task LeavesAsync(long roomId, Guid customerId)
    {
        await using var database = Database();
        await database.Database.ExecuteSqlAsync(
            $"UPDATE waiting_room_leases SET ended_at = now(), changed_at = clock_timestamp() WHERE room_id = {roomId} AND customer_id = {customerId}");
    }

    /// <summary>The time of the customer's pass is over.</summary>
    public async Task RunsOutAsync(long roomId, Guid customerId)
    {
        await using var database = Database();
        await database.Database.ExecuteSqlAsync(
            $"UPDATE waiting_room_leases SET expires_at = now(), changed_at = clock_timestamp() WHERE room_id = {roomId} AND customer_id = {customerId} AND ended_at IS NULL");
    }

    public async Task<WaitingRoom> FindAsync(long roomId)
    {
        await using var context = Database();
        return await context.WaitingRooms.AsNoTracking().SingleAsync(room => room.Id == roomId);
    }

    internal static IEnumerable<(string, string)> Settings(IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string>
        {
            ["Customers:Key"] = new('c', 40),
            ["WaitingRoom:Key"] = new('k', 40),
            ["WaitingRoom:AutomaticAbove"] = "0",
            // Or turns would lapse where the machine is busy and the test slow.
            ["WaitingRoom:UnclaimedAfter"] = "00:10:00",
            ["WaitingRoom:StepInterval"] = "00:00:00.050",
            ["RateLimits:AddressBurst"] = "1000000",
            ["RateLimits:AddressPerSecond"] = "1000000",
            ["RateLimits:JoinBurst"] = "1000000",
            ["RateLimits:JoinsPerSecond"] = "1000000",
            ["RateLimits:JoinsWithoutChallenge"] = "1000000",
            ["Holds:MaxSeatsPerNetwork"] = "1000000",
            ["Holds:MaxPercentPerNetwork"] = "100",
            ["Holds:ChallengeBits"] = "0",
            ["Holds:UnpaidPerNetwork"] = "1000000",
            ["TrustedProxies:0"] = "127.0.0.0/8",
        };
        foreach (var (key, value) in settings)
            all[key.Contains(':', StringComparison.Ordinal) ? key : $"WaitingRoom:{key}"] = value;
        return all.Select(setting => (setting.Key, setting.Value));
    }

    string DatabaseThrough(BrokenLine? line)
    {
        var connection = new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 10 };
        if (line is not null)
        {
            (connection.Host, connection.Port) = ("127.0.0.1", line.Port);
            connection.Timeout = 2;
        }

        return connection.ConnectionString;
    }

    internal static void Configure(WebApplicationBuilder builder)
    {
        builder.AddTrustedProxies();
        builder.AddProblems();
        builder.AddTicketingDatabase();
        builder.AddCustomers();
        builder.AddSeatHolds();
        builder.AddJson();
        builder.AddRateLimits();
        builder.AddWaitingRooms();
    }

    internal static void Map(WebApplication app)
    {
        app.UseProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimits();
        app.MapHolds();
        app.MapWaitingRooms();
    }
}
