using System.Diagnostics;
using OpenTelemetry;

namespace Ticketing.ServiceDefaults;

/// <summary>
/// Keeps out of the traces what services do of their own accord, round after round: a call of a database, of Redis or of another service that
/// no request and no message caused. What such a call causes is left out with it. Metrics count all of them.
/// </summary>
sealed class OwnRounds : BaseProcessor<Activity>
{
    public override void OnStart(Activity data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Kind != ActivityKind.Client || data.ParentId is not null)
            return;

        // Not recorded: nobody exports it, and whoever samples by the parent leaves out its children.
        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
