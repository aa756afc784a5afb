using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Ticketing.Core.Security;

/// <summary>
/// Counts and writes security events: one place of each service. A line has the kind, the status, a reason of a fixed set, the route's
/// template and the trace; never what somebody sent, not even the path, which may hold a reference or be made up.
/// </summary>
public sealed class SecurityEvents : IDisposable
{
    static readonly SecurityEventKind[] Kinds = Enum.GetValues<SecurityEventKind>();
    static readonly string[] Names = [.. Kinds.Select(kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()))];

    /// <summary>Of every request and of none: the scopes of logs, which have the path, are not in it.</summary>
    readonly ExecutionContext outside = ExecutionContext.Capture()!;

    readonly EventBudget[] budgets;
    readonly Counter<long> counter;
    readonly ILogger<SecurityEvents> logger;

    public SecurityEvents(TimeProvider clock, IMeterFactory meters, ILogger<SecurityEvents> logger)
    {
        this.logger = logger;
        counter = meters.Create("Ticketing.Security").CreateCounter<long>("ticketing.security.events", "{event}", "Sign-ins and refusals, by kind");
        budgets = [.. Kinds.Select(kind => new EventBudget(clock, more => TellMore(kind, more)))];
    }

    /// <param name="status">Of the answer.</param>
    /// <param name="reason">A stable word of ours, e.g. a problem's code.</param>
    public void Record(SecurityEventKind kind, HttpContext http, int status, string reason)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(reason);
        counter.Add(1, KeyValuePair.Create("kind", (object?)Names[(int)kind]));
        if (budgets[(int)kind].TrySpend())
            Write(kind, status, IsWord(reason) ? reason : "other", RouteOf(http), Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
    }

    public void Dispose()
    {
        foreach (var budget in budgets)
            budget.Dispose();
    }

    /// <summary>The endpoint that was asked for, also where a page about errors answers in its place.</summary>
    internal static Endpoint? EndpointOf(HttpContext http) =>
        http.Features.Get<IStatusCodeReExecuteFeature>() is { } failed ? failed.Endpoint
        : http.Features.Get<IExceptionHandlerFeature>() is { } thrown ? thrown.Endpoint
        : http.GetEndpoint();

    /// <summary>Pages' templates are written with and without a slash before them.</summary>
    static string RouteOf(HttpContext http) => EndpointOf(http) is RouteEndpoint { RoutePattern.RawText: { } template } ? $"/{template.TrimStart('/')}" : "none";

    /// <summary>Reasons are ours; should one come from elsewhere after all, it forges no line.</summary>
    static bool IsWord(string reason) => reason.Length <= 60 && reason.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    static EventId IdOf(SecurityEventKind kind) => new(100 + (int)kind, kind.ToString());

    static LogLevel LevelOf(SecurityEventKind kind) => kind == SecurityEventKind.SignedIn ? LogLevel.Information : LogLevel.Warning;

    void Write(SecurityEventKind kind, int status, string reason, string route, string trace) => ExecutionContext.Run(
        outside,
        _ => logger.Log(
            LevelOf(kind), IdOf(kind), "Security event {Kind}: {Status} {Reason} at {Route}, trace {TraceId}", Names[(int)kind], status, reason, route, trace),
        state: null);

    void TellMore(SecurityEventKind kind, int more) => ExecutionContext.Run(
        outside, _ => logger.Log(LevelOf(kind), IdOf(kind), "Security event {Kind}: {Count} more within a minute", Names[(int)kind], more), state: null);
}

/// <summary>What whoever watches over the system wants to hear of (ASVS 4.0.3, 7.1.3 and 7.2). The numbers are part of event ids: add at the end.</summary>
public enum SecurityEventKind
{
    /// <summary>Somebody signed in, as a customer or as staff.</summary>
    SignedIn,

    /// <summary>A wrong address, password or code.</summary>
    SignInFailed,

    /// <summary>Somebody has to wait after wrong passwords or codes, or was locked out by an admin.</summary>
    LockedOut,

    /// <summary>No proof of who asks, or not theirs.</summary>
    AccessRefused,

    /// <summary>Another site's page would have done something with our cookie.</summary>
    ForeignOrigin,

    /// <summary>Asked for by a name that is not ours.</summary>
    UnknownHost,

    /// <summary>What was sent is not what is asked for.</summary>
    InputRefused,

    /// <summary>More than one customer or network may.</summary>
    RateRefused,

    /// <summary>The link of a mail that is spent, over, or none of ours.</summary>
    LinkRefused,
}

/// <summary>Lets the first events of a minute be written, and counts the others: a flood fills no disk.</summary>
sealed class EventBudget : IDisposable
{
    public const int PerMinute = 30;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly Lock gate = new();
    readonly Action<int> tell;
    readonly ITimer end;
    int written, untold;

    /// <param name="tell">Is given, when the minute is over, how many more there were.</param>
    public EventBudget(TimeProvider clock, Action<int> tell)
    {
        this.tell = tell;
        end = clock.CreateTimer(_ => EndMinute(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether to write one more.</summary>
    public bool TrySpend()
    {
        lock (gate)
        {
            // The minute begins with its first event.
            if (written == 0)
                end.Change(Minute, Timeout.InfiniteTimeSpan);
            if (written == PerMinute)
            {
                untold++;
                return false;
            }

            written++;
            return true;
        }
    }

    public void Dispose()
    {
        end.Dispose();
        EndMinute();
    }

    void EndMinute()
    {
        int more;
        lock (gate)
            (more, written, untold) = (untold, 0, 0);
        if (more > 0)
            tell(more);
    }
}
