using System.Globalization;
using System.Runtime.InteropServices;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Running;

/// <summary>Tells the developer's terminal what happens, and listens to its second Ctrl-C; does neither under test.</summary>
sealed class StackConsole(
    ResourceNotificationService notifications,
    Orchestrator orchestrator,
    DashboardServer dashboard,
    AppHostSession session,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : BackgroundService
{
    const int InterruptedExitCode = 130;

    // Everything else is passing, or shown when it ends.
    static readonly string[] Shown = ["healthy", "unhealthy", "finished", "exited", "restarting", "failed to start"];

    readonly Dictionary<string, string> last = [];
    bool announced;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (session.IsUnderTest)
            return;

        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnInterrupt());
        using var stopping = lifetime.ApplicationStopping.Register(() => Write("Ending all resources; Ctrl-C again kills them."));
        var began = time.GetTimestamp();
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken))
            {
                if (change.Resource is ParameterResource || lifetime.ApplicationStopping.IsCancellationRequested)
                    continue;
                Show(change);
                if (!announced && orchestrator.Runners.All(runner => runner.IsUp))
                {
                    announced = true;
                    Announce(time.GetElapsedTime(began));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A start that failed ends it, which the host would take for its own failure.
        }
    }

    // The guard then ends what is left.
    void OnInterrupt()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            Environment.Exit(InterruptedExitCode);
    }

    void Show(ResourceEvent change)
    {
        var state = StateOf(change.Snapshot);
        var wasHealthy = last.GetValueOrDefault(change.ResourceId) == "healthy";
        // One that just started does not answer yet, and one that is to end has yet to do so; that is no news.
        if ((state == "healthy" && orchestrator.Find(change.Resource.Name)!.RunsOnce)
            || last.GetValueOrDefault(change.ResourceId) == state || !Shown.Contains(state) || (state == "unhealthy" && !wasHealthy))
            return;

        last[change.ResourceId] = state;
        var detail = change.Snapshot switch
        {
            { ExitCode: { } code } when state != "exited" => $" (exit code {code})",
            { } unhealthy when state == "unhealthy" => $": {string.Join(' ', unhealthy.HealthReports.Select(report => report.Description))}",
            _ => "",
        };
        Write($"{time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {change.ResourceId,-14} {state}{detail}");
        if (state is "restarting" or "failed to start" || (state == "finished" && change.Snapshot.ExitCode != 0))
            ShowLastLines(change);
    }

    static string StateOf(CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        return state == KnownResourceStates.Running ? (snapshot.HealthStatus == HealthStatus.Healthy ? "healthy" : "unhealthy")
            : state == KnownResourceStates.FailedToStart ? "failed to start"
            : state?.ToLowerInvariant() ?? "";
    }

    void ShowLastLines(ResourceEvent change)
    {
        var log = orchestrator.Find(change.Resource.Name)?.Instances.Single(instance => instance.Name == change.ResourceId).Instance.Log;
        foreach (var line in log?.LastLines ?? [])
            Write($"          │ {line}");
    }

    void Announce(TimeSpan after)
    {
        var addresses =
            from runner in orchestrator.Runners
            from endpoint in runner.Resource.Annotations.OfType<EndpointAnnotation>()
            where endpoint is { UriScheme: "http" or "https", ExcludeReferenceEndpoint: false }
            select $"  {runner.Resource.Name,-14} {endpoint.AllocatedEndpoint!.UriString}{(endpoint.IsExternal ? "  <- start here" : "")}";
        // As one piece: others write here too.
        Write(string.Join('\n', [
            string.Create(CultureInfo.InvariantCulture, $"\nAll resources are up after {after.TotalSeconds:0.0} s."),
            .. addresses,
            $"  {"dashboard",-14} {dashboard.Address}",
            "Ctrl-C ends everything.\n",
        ]));
    }

    static void Write(string line) => Console.Out.WriteLine(line);
}
