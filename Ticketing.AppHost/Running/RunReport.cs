using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ticketing.AppHost.Running;

/// <summary>Tells the developer's terminal what becomes of each resource, where everything is once it is up, and what went wrong.</summary>
sealed class RunReport(ResourceLoggerService loggers, DistributedApplicationModel model, IConfiguration configuration)
{
    const int LastLines = 12;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Everything else is passing, or shown when it ends.
    static readonly string[] Shown = ["healthy", "unhealthy", "finished", "exited", "failed to start"];

    readonly HashSet<IResource> runOnce = model.RunOnce();
    readonly Dictionary<string, string> last = [];
    readonly Dictionary<string, IResource> up = [];
    readonly HashSet<IResource> hidden = [];
    bool isAnnounced;

    public void Show(ResourceEvent change, CancellationToken ct)
    {
        if (change.Snapshot.IsHidden)
            hidden.Add(change.Resource);
        else
            ShowState(change, ct);
        if (!isAnnounced && model.Resources.Where(IsExpected).All(IsUp))
            Announce();
    }

    void ShowState(ResourceEvent change, CancellationToken ct)
    {
        var state = StateOf(change.Snapshot);
        // One that is to end has yet to do so.
        if (state == "healthy" && runOnce.Contains(change.Resource))
            return;

        if (state == "healthy" || (state == "finished" && change.Snapshot.ExitCode == 0))
            up[change.ResourceId] = change.Resource;
        else
            up.Remove(change.ResourceId);

        var before = last.GetValueOrDefault(change.ResourceId);
        if (state == before || !Shown.Contains(state) || (state == "unhealthy" && before != "healthy"))
            return;

        last[change.ResourceId] = state;
        var detail = state switch
        {
            "finished" or "exited" => $" (exit code {change.Snapshot.ExitCode})",
            "unhealthy" => $": {string.Join(' ', change.Snapshot.HealthReports.Select(report => report.Description))}",
            _ => "",
        };
        Console.WriteLine($"{TimeProvider.System.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {change.ResourceId,-22} {state}{detail}");
        // Nobody waits for it: what comes next of the resources is not to depend on what is left of one's log.
        if (state == "failed to start" || change.Snapshot.ExitCode is not (null or 0))
            _ = ShowLastLinesAsync(change.ResourceId, ct);
    }

    async Task ShowLastLinesAsync(string resource, CancellationToken ct)
    {
        var lines = new List<string>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await foreach (var batch in loggers.GetAllAsync(resource).WithCancellation(patience.Token))
                lines.AddRange(batch.Select(line => line.Content));
        }
        catch (OperationCanceledException)
        {
            // The log of a process that is started again meanwhile may have no end: then what has come of it.
        }

        // What DCP adds comes in no order.
        var said = lines.Where(line => !line.Contains(" [sys] ", StringComparison.Ordinal)).TakeLast(LastLines)
            .Select(line => $"          | {line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]}").ToList();
        if (said is not [])
            Console.WriteLine($"          {resource} said last:\n{string.Join('\n', said)}");
    }

    void Announce()
    {
        isAnnounced = true;
        var after = TimeProvider.System.GetUtcNow() - Process.GetCurrentProcess().StartTime.ToUniversalTime();
        var addresses =
            from project in model.Resources.OfType<ProjectResource>()
            from endpoint in project.GetEndpoints()
            where endpoint is { IsAllocated: true, Scheme: "http" or "https", EndpointAnnotation.ExcludeReferenceEndpoint: false }
            select $"  {project.Name,-14} {endpoint.Url}{(endpoint.EndpointAnnotation.IsExternal ? "  <- start here" : "")}";
        // As one piece: others write here too.
        Console.WriteLine(string.Join('\n', [
            string.Create(CultureInfo.InvariantCulture, $"\nAll resources are up after {after.TotalSeconds:0.0} s."),
            .. addresses,
            .. Dashboard is { } dashboard ? [$"  {"dashboard",-14} {dashboard}"] : Array.Empty<string>(),
            "Ctrl-C ends everything.\n",
        ]));
    }

    /// <summary>With the token that lets a browser in.</summary>
    string? Dashboard => configuration["ASPNETCORE_URLS"]?.Split(';')[0] is { Length: > 0 } address
        ? configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{address}/login?t={token}" : address
        : null;

    bool IsUp(IResource resource) => up.Values.Count(known => known == resource) >= resource.GetReplicaCount();

    bool IsExpected(IResource resource) => ResourceWatch.IsProcess(resource) && !hidden.Contains(resource);

    static string StateOf(CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        return state == KnownResourceStates.Running ? (snapshot.HealthStatus == HealthStatus.Healthy ? "healthy" : "unhealthy")
            : state == KnownResourceStates.FailedToStart ? "failed to start"
            : state?.ToLowerInvariant() ?? "";
    }
}
