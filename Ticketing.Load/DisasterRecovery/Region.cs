using System.Diagnostics;
using System.Text.Json;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>One region's services with their own Redis and RabbitMQ; killed all at once.</summary>
sealed class Region : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Carried by all processes of a region: those of Aspire's orchestrator are not this one's children.</summary>
    const string Mark = "DRILL_REGION";

    readonly HttpClients clients = new();
    readonly BoundProcess process;
    readonly MarkedProcesses all;
    readonly IReadOnlyDictionary<string, Uri> addresses;

    Region(string name, BoundProcess process, MarkedProcesses all, IReadOnlyDictionary<string, Uri> addresses, Uri provider)
    {
        this.process = process;
        this.all = all;
        this.addresses = addresses;
        Name = name;
        Api = Client("api");
        Holds = new SeatHoldsClient(Client("seat-holds"));
        Bookings = new BookingClient(Api, clients.At(provider));
    }

    public string Name { get; }
    public HttpClient Api { get; }
    public SeatHoldsClient Holds { get; }
    public BookingClient Bookings { get; }

    public Uri Address(string service) => addresses[service];

    public HttpClient Client(string service) => clients.At(addresses[service]);

    /// <summary>Starts it and waits until all its services are ready.</summary>
    /// <param name="folder">For its log.</param>
    public static async Task<Region> StartAsync(
        string name, string folder, IReadOnlyDictionary<string, string> parameters, string database, OutsideWorld outside, CancellationToken ct)
    {
        var addressesFile = Path.GetFullPath(Path.Combine(folder, $"{name}.addresses.json"));
        File.Delete(addressesFile);
        var settings = new RegionSettings(
            parameters,
            new Dictionary<string, string>
            {
                ["ConnectionStrings__ticketing"] = database,
                ["ConnectionStrings__smtp"] = outside.Smtp.ToString(),
                ["Payments__Url"] = outside.Address.ToString(),
                // What takes minutes takes seconds, as in the fault suite.
                ["Payments__CheckAfter"] = "00:00:05",
                ["Payments__ReconcileInterval"] = "00:00:01",
                ["Payments__ScanInterval"] = "00:00:02",
                ["Payments__ScanGrace"] = Drill.ScanGrace.ToString(),
                ["Refunds__RetryInterval"] = "00:00:02",
            },
            addressesFile);
        var settingsFile = Path.GetFullPath(Path.Combine(folder, $"{name}.settings.json"));
        await File.WriteAllTextAsync(settingsFile, JsonSerializer.Serialize(settings), ct);
        var mark = Guid.NewGuid().ToString("N");
        var all = new MarkedProcesses(Mark, mark);
        var process = BoundProcess.Start(
            Path.Combine(folder, $"{name}.log"),
            [Environment.ProcessPath!, typeof(Region).Assembly.Location, "region", settingsFile],
            new Dictionary<string, string?> { [Mark] = mark });
        try
        {
            for (var started = Stopwatch.GetTimestamp(); !File.Exists(addressesFile);)
            {
                if (process.HasEnded || Stopwatch.GetElapsedTime(started) > Patience)
                    throw new InvalidOperationException($"Region {name} did not come up: see {name}.log.");
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }

            var addresses = JsonSerializer.Deserialize<Dictionary<string, Uri>>(await File.ReadAllTextAsync(addressesFile, ct))!;
            return new Region(name, process, all, addresses, outside.Address);
        }
        catch
        {
            await all.KillAsync();
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The whole tree at once: the orchestrator, its monitors, the services and their servers.</summary>
    public Task KillAsync() => all.KillAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await process.DisposeAsync();
        clients.Dispose();
    }
}
