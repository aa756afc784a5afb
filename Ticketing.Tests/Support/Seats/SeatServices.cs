using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;
using Ticketing.Api.Catalogue;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;
using Ticketing.SeatHolds.Holds;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.Support.Seats;

/// <summary>The seat stores as services register them, on a database and a Redis that no other class uses.</summary>
public sealed class SeatServices : IAsyncLifetime
{
    readonly TicketingApp app = new();
    readonly List<SeatReplica> replicas = [];
    string database = null!;
    string redis = null!;

    public SeatReplica Replica { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await app.InitializeAsync();
        database = await app.GivenDatabaseAsync();
        // So that tests may empty it.
        redis = $"{await TicketingApp.GivenRedisAsync()},allowAdmin=true";
        await using var context = Database();
        await context.GivenCatalogueAsync();
        Replica = AddReplica();
    }

    public async Task DisposeAsync()
    {
        foreach (var replica in replicas)
            replica.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>One more process, as it were, with a connection of its own.</summary>
    /// <param name="settings">Of <c>Holds:</c>.</param>
    public SeatReplica AddReplica(TimeSpan? holdDuration = null, string? redisAt = null, params (string Name, object Value)[] settings)
    {
        var replica = new SeatReplica(database, redisAt ?? redis, [("Duration", holdDuration ?? TimeSpan.FromMinutes(5)), .. settings]);
        replicas.Add(replica);
        return replica;
    }

    /// <summary>A replica of the whole service, with a broker of its own, for customers whose tokens are signed with the key.</summary>
    internal async Task<ServiceProcess> StartProcessAsync(string customersKey)
    {
        var process = new ServiceProcess("Ticketing.SeatHolds", "/openapi/v1.json", new Dictionary<string, string?>
        {
            // The whole crowd asks from here.
            ["RateLimits__ExemptNetworks__0"] = "127.0.0.0/8",
            ["ConnectionStrings__ticketing"] = database,
            ["ConnectionStrings__redis"] = redis,
            ["ConnectionStrings__rabbitmq"] = await app.GivenVirtualHostAsync(),
            ["Customers__Key"] = customersKey,
            ["WaitingRoom__Key"] = customersKey,
            ["WaitingRoom__AutomaticAbove"] = "0",
        });
        await process.StartAsync("Development");
        return process;
    }

    public TicketingDbContext Database() => TicketingApp.CreateContext(database);

    public async Task<Showing> GivenShowingAsync(
        int seats = 40, TimeSpan? startsIn = null, TimeSpan? saleOpensIn = null, TimeSpan? cutoffIn = null, bool cancelled = false)
    {
        await using var context = Database();
        return await context.GivenShowingAsync(seats, startsIn, saleOpensIn, cutoffIn, cancelled);
    }
}

/// <summary>One process's seat stores.</summary>
public sealed class SeatReplica : IDisposable
{
    readonly IHost host;

    public SeatReplica(string database, string redis, IEnumerable<(string Name, object Value)> settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:ticketing"] = database,
            ["ConnectionStrings:redis"] = redis,
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create($"Holds:{setting.Name}", Convert.ToString(setting.Value, CultureInfo.InvariantCulture))));
        builder.AddTicketingDatabase();
        builder.AddSeatHolds();
        builder.Services.AddSingleton<SeatStateStore>();
        builder.Services.AddSingleton<HoldSweep>();
        builder.Services.AddSingleton<SeatsLeft>();
        host = builder.Build();
        Redis = host.Services.GetRequiredService<IConnectionMultiplexer>();
        Holds = host.Services.GetRequiredService<SeatHoldStore>();
        States = host.Services.GetRequiredService<SeatStateStore>();
        Sweep = host.Services.GetRequiredService<HoldSweep>();
        Left = host.Services.GetRequiredService<SeatsLeft>();
        Reconciliation = host.Services.GetRequiredService<SeatReconciliation>();
    }

    public IConnectionMultiplexer Redis { get; }
    public SeatHoldStore Holds { get; }
    internal SeatStateStore States { get; }
    internal HoldSweep Sweep { get; }
    internal SeatsLeft Left { get; }
    public SeatReconciliation Reconciliation { get; }

    /// <summary>Empties this class's Redis, as a restart without persistence does.</summary>
    public Task EmptyRedisAsync() => Redis.GetDatabase().ExecuteAsync("FLUSHDB");

    public async Task<string> StatesAsync(long showingId) => (await States.ReadAsync(showingId, CancellationToken.None))!.States;

    public Task<TakeResult> TakeAsync(long showingId, Guid customer, params int[] seats) =>
        Holds.TakeAsync(showingId, customer, seats, idempotencyKey: null, CancellationToken.None);

    public async Task<SeatHold> TakesAsync(long showingId, Guid customer, params int[] seats) =>
        (await TakeAsync(showingId, customer, seats)).ShouldBeOfType<TakeResult.Held>().Hold;

    public Task<TakeResult> TakeAsync(long showingId, Asker asker, params int[] seats) =>
        Holds.TakeAsync(showingId, asker, seats, idempotencyKey: null, CancellationToken.None);

    public async Task<SeatHold> TakesAsync(long showingId, Asker asker, params int[] seats) =>
        (await TakeAsync(showingId, asker, seats)).ShouldBeOfType<TakeResult.Held>().Hold;

    /// <summary>Seats that Redis counts for a network.</summary>
    public async Task<int> CountedAsync(long showingId, string network) =>
        (int?)await Redis.GetDatabase().HashGetAsync(KeyOf(showingId), $"network:{network}") ?? 0;

    /// <summary>The seats as they stand in Redis, without the cleaning up that every call of the stores begins with.</summary>
    public async Task<string?> RawStatesAsync(long showingId) => await Redis.GetDatabase().HashGetAsync(KeyOf(showingId), "states");

    /// <summary>Moves a hold's end into the past, as time would.</summary>
    public async Task ExpireAsync(long showingId, string holdId)
    {
        await Redis.GetDatabase().SortedSetAddAsync(KeyOf(showingId).Append(":deadlines"), holdId.Split('~')[0], 1, SortedSetWhen.Exists);
        await Redis.GetDatabase().HashSetAsync(KeyOf(showingId), "soonest", 1);
    }

    public void Dispose() => host.Dispose();

    static RedisKey KeyOf(long showingId) => $"showing:{{{showingId}}}";
}
