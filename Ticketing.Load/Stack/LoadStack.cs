using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using StackExchange.Redis;
using Ticketing.Load.Driving;

namespace Ticketing.Load.Stack;

/// <summary>A whole system for one run: on free ports, with data that ends with it, beside any other.</summary>
sealed class LoadStack : IAsyncDisposable
{
    static readonly string[] Served = ["api", "seat-holds", "payments", "emails", "web", "sandbox"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly DistributedApplication app;
    readonly ConnectionMultiplexer redis;

    LoadStack(DistributedApplication app, StackSettings settings, string customerKey, string database, ConnectionMultiplexer redis)
    {
        this.app = app;
        this.redis = redis;
        Settings = settings;
        DatabaseConnection = database;
        Customers = new Customers(customerKey);
        Showings = new Showings(database);
        Clients = new HttpClients();
        SeatHolds = new SeatHoldsClient(Client("seat-holds"));
        Bookings = new BookingClient(Client("api"), Client("sandbox"));
    }

    public StackSettings Settings { get; }
    public string DatabaseConnection { get; }
    public string RedisConnection => redis.Configuration;
    public IServer Redis => redis.GetServers()[0];
    public Customers Customers { get; }
    public Showings Showings { get; }
    public HttpClients Clients { get; }
    public SeatHoldsClient SeatHolds { get; }
    public BookingClient Bookings { get; }

    /// <summary>Of the endpoint <c>http</c>; with one replica that is the process itself, with several what stands before them.</summary>
    public Uri Address(string resource) => new UriBuilder(app.GetEndpoint(resource, "http")) { Host = "127.0.0.1" }.Uri;

    public HttpClient Client(string resource) => Clients.At(Address(resource));

    /// <summary>A new member of staff who has signed in.</summary>
    public async Task<LoadCustomer> StaffAsync(CancellationToken ct)
    {
        using var api = Client("api");
        return await (await StaffAccount.CreateAsync(DatabaseConnection, ct)).AsCallerAsync(api, ct);
    }

    /// <summary>The process that was told to listen where the resource does; another stack's is told otherwise.</summary>
    public Process ProcessOf(string resource) => Process.GetProcessById(
        MarkedProcesses.With(variable => variable.StartsWith("ASPNETCORE_URLS=", StringComparison.Ordinal)
            && variable.Split('=', ';').Any(url => url.EndsWith($":{Address(resource).Port}", StringComparison.Ordinal))).First().Id);

    public static async Task<LoadStack> StartAsync(StackSettings settings, CancellationToken ct)
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--KeepData=false"], ct);
        settings.ApplyTo(builder);
        ResourceConsole.Silence(builder.Services);
        var customerKey = builder.Resources.OfType<ParameterResource>().Single(parameter => parameter.Name == "customer-key");
        var app = await builder.BuildAsync(ct);
        try
        {
            await app.StartAsync(ct);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(Patience);
            foreach (var resource in Served)
                await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, patience.Token);

            var database = new NpgsqlConnectionStringBuilder(await app.GetConnectionStringAsync("ticketing", ct)) { CommandTimeout = 300 };
            var redis = ConfigurationOptions.Parse((await app.GetConnectionStringAsync("redis", ct))!);
            redis.AllowAdmin = true;
            return new LoadStack(
                app, settings, (await customerKey.GetValueAsync(ct))!, database.ConnectionString, await ConnectionMultiplexer.ConnectAsync(redis));
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Clients.Dispose();
        await redis.DisposeAsync();
        await app.DisposeAsync();
    }
}

static class ResourceConsole
{
    /// <summary>
    /// Aspire's testing writes all that its resources write to the console of the run, and each look at one that is not up yet with a
    /// stack trace: nobody would find anything else.
    /// </summary>
    public static void Silence(IServiceCollection services) => services.AddLogging(logging => logging
        .AddFilter("Ticketing.AppHost.Resources", LogLevel.None)
        .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
        .AddFilter("Aspire.Hosting", LogLevel.Error));
}
