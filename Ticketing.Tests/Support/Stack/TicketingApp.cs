using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Support.Stack;

/// <summary>
/// The whole system, started once for the run and shared by every class that asks for this fixture.
/// Tests keep apart by fresh showings and customers, or, where they test a part, by servers' fresh corners.
/// </summary>
public sealed class TicketingApp : IAsyncLifetime
{
    static readonly Lazy<Task<DistributedApplication>> Stack = new(StartStackAsync);
    internal static readonly SocketsHttpHandler Connections = new() { UseCookies = false };
    static readonly ConcurrentBag<RedisProcess> OwnRedises = [];
    static readonly Lazy<Task<SandboxProcess>> OwnSandbox = new(StartSandboxAsync);
    static readonly Lazy<Task<string>> EmptyDatabase = new(CreateEmptyDatabaseAsync);

    static Task? warmUp;

    DistributedApplication app = null!;

    public async Task InitializeAsync()
    {
        app = await Stack.Value;
        await LazyInitializer.EnsureInitialized(ref warmUp, WarmUpAsync);
    }

    // The stack outlives the class; StackTestFramework stops it at the end of the run.
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A client of a resource. It keeps no cookies: a customer is who the bearer token says.</summary>
    public HttpClient CreateClient(string resource, string endpoint = "http") =>
        new(Connections, disposeHandler: false) { BaseAddress = Address(resource, endpoint) };

    public Uri Address(string resource, string endpoint = "http") => app.GetEndpoint(resource, endpoint);

    public ResourceNotificationService Resources => app.ResourceNotifications;

    /// <summary>What each resource writes to its console.</summary>
    public ResourceLoggerService Logs => app.Services.GetRequiredService<ResourceLoggerService>();

    public IEnumerable<IResource> Model => app.Services.GetRequiredService<DistributedApplicationModel>().Resources;

    /// <summary>The connection string of the system's own database, Redis or broker.</summary>
    public async Task<string> ConnectionStringAsync(string resource) =>
        await app.GetConnectionStringAsync(resource) ?? throw new InvalidOperationException($"{resource} has no connection string.");

    /// <summary>A generated secret of the running system, e.g. <c>booking-link-key</c>.</summary>
    public async Task<string> SecretAsync(string name) =>
        await Model.OfType<ParameterResource>().Single(p => p.Name == name).GetValueAsync(default)
        ?? throw new InvalidOperationException($"{name} has no value.");

    /// <summary>A context on the system's own database.</summary>
    public async Task<TicketingDbContext> DatabaseAsync() => CreateContext(await ConnectionStringAsync("ticketing"));

    /// <summary>A new database with the current schema and nothing in it.</summary>
    public async Task<string> GivenDatabaseAsync()
    {
        var server = await ConnectionStringAsync("ticketing");
        var name = await CreateDatabaseAsync(server, await EmptyDatabase.Value);
        // Every database has a pool of its own, and there are hundreds in a run: what is not in use goes back soon, but not between two polls,
        // since a new connection costs the server a tenth of a second on a processor.
        return new NpgsqlConnectionStringBuilder(server) { Database = name, ConnectionIdleLifetime = 10, ConnectionPruningInterval = 5 }.ConnectionString;
    }

    /// <summary>With the current schema, to be copied instead of migrating hundreds.</summary>
    static async Task<string> CreateEmptyDatabaseAsync()
    {
        var server = (await (await Stack.Value).GetConnectionStringAsync("ticketing"))!;
        // Autovacuum would start a process for each of hundreds of databases once a minute, and nothing here has to outlive the machine.
        await using (var source = NpgsqlDataSource.Create(server))
        {
            await using var batch = source.CreateBatch();
            foreach (var setting in (string[])["autovacuum", "fsync", "full_page_writes"])
                batch.BatchCommands.Add(new NpgsqlBatchCommand($"ALTER SYSTEM SET {setting} = off"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_reload_conf()"));
            await batch.ExecuteNonQueryAsync();
        }

        var name = await CreateDatabaseAsync(server, "template0");
        // Nobody may be connected to what is copied.
        await using var context = CreateContext(new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = false }.ConnectionString);
        await context.Database.MigrateAsync();
        return name;
    }

    static async Task<string> CreateDatabaseAsync(string server, string template)
    {
        var name = $"test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
        await create.ExecuteNonQueryAsync();
        return name;
    }

    /// <summary>An empty Redis, used by nobody else: not a logical database of the system's, since channels know no such borders.</summary>
    public static async Task<string> GivenRedisAsync()
    {
        var redis = await RedisProcess.StartNewAsync();
        OwnRedises.Add(redis);
        return redis.Address;
    }

    /// <summary>A payment provider of the tests' own, shared by the run: it tells nobody of its events, and tests keep apart by checkouts.</summary>
    internal static Task<SandboxProcess> GivenSandboxAsync() => OwnSandbox.Value;

    /// <summary>An empty virtual host of the system's broker.</summary>
    public async Task<string> GivenVirtualHostAsync()
    {
        var name = $"test-{Guid.NewGuid():N}";
        var broker = new Uri(await ConnectionStringAsync("rabbitmq"));
        using var management = app.CreateHttpClient("rabbitmq", "management");
        management.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(broker.UserInfo))));
        using var made = await management.PutAsync($"/api/vhosts/{name}", new StringContent("", Encoding.UTF8, "application/json"));
        made.EnsureSuccessStatusCode();
        return new Uri(broker, $"/{name}").ToString();
    }

    public static TicketingDbContext CreateContext(string connectionString) =>
        new(new DbContextOptionsBuilder<TicketingDbContext>()
            // A test that waits for a lock until others have come that far waits for a loaded machine.
            .UseNpgsql(connectionString, database => database.CommandTimeout((int)Eventually.Patience.TotalSeconds))
            .UseSnakeCaseNamingConvention().Options);

    internal static async Task StopStackAsync()
    {
        // All at once: the run ends a minute later, whatever is left.
        await Task.WhenAll(OwnRedises.Select(redis => redis.DisposeAsync().AsTask()));
        if (OwnSandbox.IsValueCreated)
            await (await OwnSandbox.Value).DisposeAsync();
        if (Stack.IsValueCreated)
            await (await Stack.Value).DisposeAsync();
    }

    /// <summary>Some purchases before all tests: what is compiled on its first use is not to be while everything runs at once.</summary>
    async Task WarmUpAsync()
    {
        var showing = await this.GivenShowingAsync();
        for (var seat = 0; seat < 8; seat += 2)
        {
            using var web = CreateClient("web");
            using var page = await web.GetAsync($"/showings/{showing.Id}");
            await this.GivenTicketsAsync(await this.GivenCustomerAsync(), showing.Id, seat, seat + 1);
        }
    }

    static async Task<SandboxProcess> StartSandboxAsync()
    {
        var sandbox = new SandboxProcess();
        await sandbox.StartAsync();
        return sandbox;
    }

    static async Task<DistributedApplication> StartStackAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--KeepData=false"]);
        // Longer than any test takes on a loaded machine: whoever has to wait in a test is still waiting at its end.
        var api = builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == "api"));
        foreach (var delay in (string[])["Delay", "LongestDelay", "LongestDelayOfUnknownNetworks"])
            api.WithEnvironment($"SignIn__{delay}", "1.00:00:00");

        ResourceConsole.Silence(builder.Services);
        var app = await builder.BuildAsync();
        StackLogs.Follow(app, "system");
        await app.StartAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        foreach (var resource in (string[])["api", "seat-holds", "payments", "emails", "web", "sandbox"])
            await app.ResourceNotifications.WaitForResourceHealthyAsync(resource, patience.Token);
        return app;
    }
}
