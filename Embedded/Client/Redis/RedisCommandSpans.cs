using System.Diagnostics;
using OpenTelemetry;
using StackExchange.Redis.Profiling;

namespace Embedded.Client.Redis;

/// <summary>
/// Turns the commands that the client profiled during a recorded activity into its child spans, when that activity ends.
/// A command that outlives its activity is not shown.
/// </summary>
sealed class RedisCommandSpans : BaseProcessor<Activity>
{
    public const string SourceName = "Embedded.StackExchange.Redis";

    const string SessionProperty = "redis.profiling";
    static readonly ActivitySource Source = new(SourceName);

    /// <summary>The client asks this for every command; null leaves the command unprofiled.</summary>
    public static ProfilingSession? SessionOfCurrentActivity()
    {
        if (Activity.Current is not { IsAllDataRequested: true } activity)
        {
            return null;
        }

        // Two commands may start at once in one activity.
        lock (activity)
        {
            if (activity.GetCustomProperty(SessionProperty) is not ProfilingSession session)
            {
                session = new ProfilingSession();
                activity.SetCustomProperty(SessionProperty, session);
            }

            return session;
        }
    }

    public override void OnEnd(Activity data)
    {
        if (data.GetCustomProperty(SessionProperty) is ProfilingSession session)
        {
            foreach (var command in session.FinishProfiling())
            {
                Record(command, data.Context);
            }
        }
    }

    static void Record(IProfiledCommand command, ActivityContext parent)
    {
        using var span = Source.StartActivity(command.Command, ActivityKind.Client, parent, startTime: command.CommandCreated);
        span?.SetTag("db.system.name", "redis")
            .SetTag("db.operation.name", command.Command)
            .SetTag("db.namespace", command.Db)
            .SetTag("server.address", command.EndPoint?.ToString())
            .SetEndTime(command.CommandCreated + command.ElapsedTime);
    }
}
