using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ticketing.Core.Database;
using Xunit.Abstractions;
using Xunit.Sdk;
using LoadCustomers = Ticketing.Load.Stack.Customers;

namespace Ticketing.Tests.Support.Faults;

/// <summary>
/// Everything that is killed is the suites' own. Each has a system of its own and runs one class after the other. Both run side by side
/// after all other tests, since much of a fault is waiting.
/// </summary>
static class FaultSuite
{
    public const string Crashes = "Crashes";
    public const string Misbehaviour = "Misbehaviour";

    public static IReadOnlyList<string> Names { get; } = [Crashes, Misbehaviour];
}

/// <summary>What dies in the midst of its work.</summary>
[CollectionDefinition(FaultSuite.Crashes)]
public sealed class CrashSuite : ICollectionFixture<FaultStack>;

/// <summary>What goes on, and does something else than it should.</summary>
[CollectionDefinition(FaultSuite.Misbehaviour)]
public sealed class MisbehaviourSuite : ICollectionFixture<FaultStack>;

/// <summary>
/// A whole system in the environment <c>Test</c> with its periods scaled to seconds, which can be broken in every way that the suite
/// needs. What crashes is started again by the AppHost, as Kubernetes would.
/// </summary>
public sealed class FaultStack(IMessageSink sink) : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    static readonly string[] Served = ["api", "seat-holds", "payments", "emails", "sandbox"];
    static readonly SocketsHttpHandler Connections = new() { UseCookies = false, AllowAutoRedirect = false };

    static int stacks;

    readonly string faults = Directory.CreateTempSubdirectory("faults-").FullName;
    readonly FaultCounts counts = FaultCounts.OfRun;
    readonly ConcurrentDictionary<string, ResourceEvent> instances = new();
    Task watching = Task.CompletedTask;
    DistributedApplication app = null!;
    string? paymentsKey;

    internal LoadCustomers Customers { get; private set; } = null!;

    /// <summary>Between the relays and the broker.</summary>
    internal ConfirmThief Confirms { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Ticketing_AppHost>(["--KeepData=false"]);
        ValueTask<string?> ValueAsync(string parameter) =>
            builder.Resources.OfType<ParameterResource>().Single(known => known.Name == parameter).GetValueAsync(CancellationToken.None);
        var broker = (IResourceWithConnectionString)builder.Resources.Single(resource => resource.Name == "rabbitmq");
        Confirms = new ConfirmThief(async () => new Uri((await broker.GetConnectionStringAsync())!));
        FaultSettings.ApplyTo(builder, faults, Confirms);
        ResourceConsole.Silence(builder.Services);
        app = await builder.BuildAsync();
        StackLogs.Follow(app, $"faults-{Interlocked.Increment(ref stacks)}");
        watching = WatchAsync(app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        await app.StartAsync();
        foreach (var resource in Served)
            await UntilHealthyAsync(resource);
        Customers = new LoadCustomers((await ValueAsync("customer-key"))!);
        paymentsKey = await ValueAsync("payments-key");
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await watching;
        await Confirms.DisposeAsync();
        Directory.Delete(faults, recursive: true);
        sink.OnMessage(new DiagnosticMessage(counts.Save()));
    }

    internal Uri Address(string resource) => app.GetEndpoint(resource, "http");

    internal HttpClient Client(string resource) =>
        new(Connections, disposeHandler: false) { BaseAddress = Address(resource), Timeout = TimeSpan.FromSeconds(15) };

    internal async Task<string> ConnectionStringAsync(string resource) => (await app.GetConnectionStringAsync(resource))!;

    internal async Task<TicketingDbContext> DatabaseAsync() => TicketingApp.CreateContext(await DatabaseConnectionAsync());

    internal async Task<NpgsqlDataSource> DataSourceAsync() => NpgsqlDataSource.Create(await DatabaseConnectionAsync());

    /// <summary>Not pooled: the server may have died since the last time.</summary>
    async Task<string> DatabaseConnectionAsync() =>
        new NpgsqlConnectionStringBuilder(await ConnectionStringAsync("ticketing")) { Pooling = false }.ConnectionString;

    /// <summary>Ends every process of the resource at once, without a chance to say goodbye, and waits until it is there again.</summary>
    internal async Task KillAsync(string resource)
    {
        var before = Instances(resource);
        foreach (var instance in before)
        {
            using var process = Process.GetProcessById(ProcessId(instance)!.Value);
            process.Kill();
        }

        foreach (var instance in before)
            await UntilRestartedAsync(instance);
    }

    /// <summary>What the resource is to do when it next gets to the point.</summary>
    internal void Arm(string resource, string point, string action)
    {
        // At once, for it may be looked at while it is written.
        var written = Path.Combine(faults, $"{resource}.{point}");
        File.WriteAllText(written, action);
        File.Move(written, Path.Combine(faults, resource, point));
    }

    /// <summary>Waits until the armed point has struck.</summary>
    internal Task UntilStruckAsync(string resource, string point) => Eventually.BecomesAsync(
        () => Task.FromResult(File.Exists(Path.Combine(faults, resource, $"{point}.struck"))), struck => struck, Patience);

    /// <summary>Kills whichever process of the resource gets to the point first, and waits until it is there again.</summary>
    internal async Task KillAtAsync(string resource, string point)
    {
        var before = Instances(resource);
        Arm(resource, point, "kill");
        await UntilStruckAsync(resource, point);
        File.Delete(Path.Combine(faults, resource, $"{point}.struck"));
        await UntilAsync(resource, change => before.Any(known => IsRestarted(known, change)));
    }

    /// <summary>Makes the resource's clock wrong by so much while it runs; its other clocks go on.</summary>
    internal Task SetClockAsync(string resource, TimeSpan offset) => File.WriteAllTextAsync(
        Path.Combine(faults, resource, "settings.json"), $$"""{ "Clock": { "Offset": "{{offset:c}}" } }""");

    internal Task StopAsync(string resource) => CommandAsync(resource, KnownResourceCommands.StopCommand);

    internal async Task StartAsync(string resource)
    {
        await CommandAsync(resource, KnownResourceCommands.StartCommand);
        await UntilHealthyAsync(resource);
    }

    /// <summary>Tells the sandbox how to misbehave; no rules make it behave again.</summary>
    /// <param name="path"><c>/faults</c> of the provider, <c>/inbox/faults</c> of the mail server.</param>
    internal async Task PutFaultsAsync(string path, string rules)
    {
        using var sandbox = Client("sandbox");
        sandbox.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", paymentsKey);
        using var answer = await sandbox.PutAsync(path, new StringContent(rules, Encoding.UTF8, "application/json"));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    internal async Task<string> FaultsAsync(string path)
    {
        using var sandbox = Client("sandbox");
        sandbox.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", paymentsKey);
        return await sandbox.GetStringAsync(path);
    }

    /// <summary>A command of the dashboard, which has to succeed.</summary>
    internal async Task ExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments)
    {
        var result = await TryExecuteAsync(resource, command, arguments);
        result.Success.ShouldBeTrue(result.Message);
    }

    internal async Task<ExecuteCommandResult> TryExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments) =>
        await app.Services.GetRequiredService<ResourceCommandService>().ExecuteCommandAsync(
            instances.Values.First(known => known.Resource.Name == resource).ResourceId,
            command,
            new InteractionInputCollection([.. arguments.Select(argument => new InteractionInput { Name = argument.Name, InputType = InputType.Number, Value = argument.Value })]));

    internal void Count(string what, FaultCount evening) => counts.Add(what, evening);

    async Task CommandAsync(string resource, string command)
    {
        var commands = app.Services.GetRequiredService<ResourceCommandService>();
        foreach (var instance in instances.Values.Where(known => known.Resource.Name == resource).ToList())
            (await commands.ExecuteCommandAsync(instance.ResourceId, command)).Success.ShouldBeTrue();
    }

    /// <summary>The processes of a resource, of which it has one or, behind one address, several.</summary>
    List<ResourceEvent> Instances(string resource)
    {
        var found = instances.Values.Where(known => known.Resource.Name == resource && ProcessId(known) is not null).ToList();
        found.ShouldNotBeEmpty();
        return found;
    }

    async Task WatchAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
                instances[change.ResourceId] = change;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Of the service itself: nothing stands between it and DCP.</summary>
    static int? ProcessId(ResourceEvent instance) =>
        instance.Snapshot.State?.Text == KnownResourceStates.Running
        && instance.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } id
            ? Convert.ToInt32(id, CultureInfo.InvariantCulture)
            : null;

    Task UntilRestartedAsync(ResourceEvent before) => UntilAsync(before.Resource.Name, change => IsRestarted(before, change));

    static bool IsRestarted(ResourceEvent before, ResourceEvent change) =>
        change.ResourceId == before.ResourceId && ProcessId(change) is { } id && id != ProcessId(before) && IsHealthy(change);

    Task UntilHealthyAsync(string resource) => UntilAsync(resource, IsHealthy);

    static bool IsHealthy(ResourceEvent change) => change.Snapshot.HealthStatus == HealthStatus.Healthy;

    /// <exception cref="TimeoutException">Tells how the resource is instead.</exception>
    async Task UntilAsync(string resource, Func<ResourceEvent, bool> condition)
    {
        using var late = new CancellationTokenSource(Patience);
        var last = "nothing is known of it";
        try
        {
            await app.ResourceNotifications.WaitForResourceAsync(
                resource,
                change =>
                {
                    last = $"{change.ResourceId} is {change.Snapshot.State?.Text}, {string.Join("; ", change.Snapshot.HealthReports.Select(report => report.Description))}";
                    return condition(change);
                },
                late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new TimeoutException($"{resource} is not back after {Patience.TotalSeconds} s: {last}");
        }
    }
}
