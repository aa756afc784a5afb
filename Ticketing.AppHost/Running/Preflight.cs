using System.Globalization;
using System.Net.NetworkInformation;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Lifecycle;
using Microsoft.Extensions.Configuration;
using Ticketing.AppHost.Servers;

namespace Ticketing.AppHost.Running;

/// <summary>
/// Before anything starts: is every fixed port free, is what the servers need installed, does nobody else use their data? Aspire would
/// start on a taken port and report the other process as healthy.
/// </summary>
sealed class Preflight(DistributedApplicationModel model, DataFolders folders, StackGuard guard, IConfiguration configuration) : IDistributedApplicationEventingSubscriber
{
    /// <summary>Folders, colon-separated, to look for servers' programs in, instead of the usual ones.</summary>
    public const string SearchPathKey = "Servers:Path";

    /// <summary>Addresses of the dashboard, of what it is told by services, and of what it is told by the AppHost.</summary>
    static readonly string[] OwnAddresses = ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];

    public Task SubscribeAsync(IDistributedApplicationEventing eventing, DistributedApplicationExecutionContext executionContext, CancellationToken cancellationToken)
    {
        eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            Check();
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }

    /// <exception cref="DistributedApplicationException">Says everything that is in the way.</exception>
    void Check()
    {
        var servers = model.Resources.OfType<ServerProcess>().ToList();
        string[] problems = [.. TakenPorts(), .. servers.SelectMany(MissingPrograms)];
        if (problems.Length > 0)
            throw new DistributedApplicationException(string.Join('\n', problems));

        folders.Claim(servers.Select(server => server.Name));
        guard.Start();
    }

    IEnumerable<string> TakenPorts()
    {
        // Under test there are none but random ones.
        if (configuration.GetValue("DcpPublisher:RandomizePorts", false))
            return [];

        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port).ToHashSet();
        return from needed in FixedPorts()
               where taken.Contains(needed.Port)
               select $"{needed.By} needs port {needed.Port}, which is in use by {PortOwner.Find(needed.Port) ?? "another user's process"}.";
    }

    IEnumerable<(string By, int Port)> FixedPorts() =>
    [
        .. from resource in model.Resources
           from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
           where endpoint.Port > 0
           select ($"Resource '{resource.Name}'", endpoint.Port ?? 0),
        .. from variable in OwnAddresses
           from address in configuration[variable]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? []
           where Uri.TryCreate(address, UriKind.Absolute, out _)
           select ("The dashboard", new Uri(address).Port) into needed
           where needed.Port > 0
           select needed,
    ];

    IEnumerable<string> MissingPrograms(ServerProcess server) =>
        from program in server.Programs
        where program.Find(configuration[SearchPathKey]) is null
        select $"Resource '{server.Name}': {program.Absence}";
}

/// <summary>Finds out from /proc which process listens on a port.</summary>
static class PortOwner
{
    const string Listening = "0A";

    static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>"name (pid 42)", or null when it cannot be told: another user's process, for example.</summary>
    public static string? Find(int port)
    {
        var sockets = SocketsListeningOn(port);
        if (sockets.Count == 0)
            return null;

        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && Holds(process, sockets))
                return $"{File.ReadAllText($"{process}/comm").Trim()} (pid {id})";
        }

        return null;
    }

    // Columns: 1 local address in hex as IP:PORT, 3 state, 9 inode.
    static HashSet<string> SocketsListeningOn(int port) =>
    [
        .. Tables
            .Where(File.Exists)
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(column => column[3] == Listening && column[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            .Select(column => $"socket:[{column[9]}]"),
    ];

    static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not ours to look into.
            return false;
        }
    }
}
