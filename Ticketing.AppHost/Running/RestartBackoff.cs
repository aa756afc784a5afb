namespace Ticketing.AppHost.Running;

/// <summary>How long to wait before starting again what crashed: longer each time, unless it ran well for a while.</summary>
sealed class RestartBackoff
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    static readonly TimeSpan RanWell = TimeSpan.FromSeconds(30);

    TimeSpan next = First;

    /// <param name="ran">How long it had been running.</param>
    public TimeSpan After(TimeSpan ran)
    {
        var delay = ran > RanWell ? First : next;
        next = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, Longest.Ticks));
        return delay;
    }
}
