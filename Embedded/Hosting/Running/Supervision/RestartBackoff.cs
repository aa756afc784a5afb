namespace Aspire.Hosting.Running.Supervision;

/// <summary>How long to wait before a crashed process is started again: longer each time, until it has run well for a while.</summary>
sealed class RestartBackoff
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    TimeSpan next = First;

    /// <param name="ran">How long the process ran before it crashed.</param>
    public TimeSpan After(TimeSpan ran)
    {
        if (ran >= Stable)
            next = First;
        var delay = next;
        next = delay * 2 < Longest ? delay * 2 : Longest;
        return delay;
    }
}
