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
using Ticketing.Core.WaitingRooms;
using Ticketing.SeatHolds;
using Ticketing.SeatHolds.Holds;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Seats;
using Ticketing.Tests.ServiceDefaults;

namespace Ticketing.Tests.WaitingRooms;

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
        redis = $"{await app.GivenRedisAsync()},allowAdmin=true";
        await using var context = Database();
        await SeatServices.GivenCatalogueAsync(context);
    }

    public async Task DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(started))
            await one.DisposeAsync();
        await app.DisposeAsync();
    }

    public TicketingDbContext Database() => TicketingApp.CreateContext(database);

    /// <summary>One more process, as it were. Settings are those of <c>WaitingRoom:</c>.</summary>
    internal async Task<WaitingRoomReplica> AddReplicaAsync(params (string Key, string Value)[] settings)
    {
        var service = await TestService.StartAsync(Configure, Map,
        [
            ("ConnectionStrings:ticketing", DatabaseThrough(line: null)),
            ("ConnectionStrings:redis", redis),
            .. Common,
            .. settings.Select(setting => ($"WaitingRoom:{setting.Key}", setting.Value)),
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
        endpoint.EndPoints.Add("127.0.0.1", new Uri(redisLine.ConnectionString).Port);
        var server = new NpgsqlConnectionStringBuilder(database);
        var databaseLine = new BrokenLine($"tcp://{server.Host}:{server.Port}");
        var service = await TestService.StartAsync(Configure, Map,
        [
            ("ConnectionStrings:ticketing", DatabaseThrough(databaseLine)),
            ("ConnectionStrings:redis", endpoint.ToString(includePassword: true)),
            .. Common,
            .. settings.Select(setting => ($"WaitingRoom:{setting.Key}", setting.Value)),
        ]);
        started.Add(redisLine);
        started.Add(databaseLine);
        started.Add(service);
        return (new WaitingRoomReplica(service), redisLine, databaseLine);
    }

    /// <summary>Empties this class's Redis, as a restart without persistence does.</summary>
    public async Task EmptyRedisAsync()
    {
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis);
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

    public async Task EndAsync(WaitingRoom room)
    {
        await using var context = Database();
        await context.WaitingRooms.Where(r => r.Id == room.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.EndedAt, r => r.UpdatedAt));
    }

    public async Task<WaitingRoom> FindAsync(long roomId)
    {
        await using var context = Database();
        return await context.WaitingRooms.AsNoTracking().SingleAsync(room => room.Id == roomId);
    }

    /// <summary>A new key, by this class.</summary>
    public static readonly string Key = new('k', 40);

    static (string, string)[] Common =>
    [
        ("Customers:Key", new string('c', 40)),
        ("WaitingRoom:Key", Key),
        ("WaitingRoom:StepInterval", "00:00:00.050"),
        ("RateLimits:AddressBurst", "1000000"),
        ("RateLimits:AddressPerSecond", "1000000"),
    ];

    string DatabaseThrough(BrokenLine? line)
    {
        var connection = new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = 10 };
        if (line is not null)
        {
            (connection.Host, connection.Port) = ("127.0.0.1", new Uri(line.ConnectionString).Port);
            connection.Timeout = 2;
        }

        return connection.ConnectionString;
    }

    static void Configure(WebApplicationBuilder builder)
    {
        builder.AddProblems();
        builder.AddTicketingDatabase();
        builder.AddCustomers();
        builder.AddSeatHolds();
        builder.AddJson();
        builder.AddRateLimits();
        builder.AddWaitingRooms();
    }

    static void Map(WebApplication app)
    {
        app.UseProblems();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapHolds();
        app.MapWaitingRooms();
    }
}
