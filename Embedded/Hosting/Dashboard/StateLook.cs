using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Dashboard;

/// <summary>How the page words and colours a state.</summary>
static class StateLook
{
    // Until then a resource that does not answer yet is on its way, not ill.
    static readonly TimeSpan Warmup = TimeSpan.FromSeconds(20);

    public static (string Tone, string Text) Of(CustomResourceSnapshot snapshot, bool runsOnce, DateTimeOffset now)
    {
        var state = snapshot.State?.Text ?? KnownResourceStates.NotStarted;
        var code = snapshot.ExitCode;
        if (state == KnownResourceStates.Running)
        {
            return runsOnce ? ("busy", state)
                : snapshot.HealthStatus == HealthStatus.Healthy ? ("good", "Healthy")
                : now.UtcDateTime - snapshot.StartTimeStamp < Warmup ? ("busy", "Starting")
                : ("bad", "Unhealthy");
        }

        return state switch
        {
            nameof(KnownResourceStates.Restarting) => ("bad", $"Restarting after exit code {code}"),
            nameof(KnownResourceStates.FailedToStart) => ("bad", "Failed to start"),
            nameof(KnownResourceStates.Finished) => code == 0 ? ("good", "Finished") : ("bad", $"Finished with exit code {code}"),
            nameof(KnownResourceStates.Exited) => ("idle", "Stopped"),
            nameof(KnownResourceStates.NotStarted) => ("idle", "Not started"),
            _ => ("busy", state),
        };
    }
}
