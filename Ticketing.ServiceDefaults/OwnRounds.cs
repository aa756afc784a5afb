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
        var isOwnRound = data.Kind == ActivityKind.Client && data.ParentId is null;
        // Also where all is sampled, whatever the parent was: so it is in development.
        if (!isOwnRound && data.Parent is not { Recorded: false })
            return;

        data.IsAllDataRequested = false;
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
