namespace Ticketing.Core.Problems;

/// <summary>For what every request of an outage would log: once a second is enough, with the number of times that it was so.</summary>
public sealed class RepeatedWarning(TimeProvider clock)
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    long saidAt = clock.GetTimestamp() - clock.TimestampFrequency;
    int untold;

    /// <summary>Counts one more.</summary>
    /// <param name="times">How many there were since it was said last, this one among them.</param>
    /// <returns>Whether to say it now.</returns>
    public bool IsDue(out int times)
    {
        Interlocked.Increment(ref untold);
        times = 0;
        var last = Interlocked.Read(ref saidAt);
        // Of those who come at the same time, one says it.
        if (clock.GetElapsedTime(last) < Interval || Interlocked.CompareExchange(ref saidAt, clock.GetTimestamp(), last) != last)
            return false;

        times = Interlocked.Exchange(ref untold, 0);
        return true;
    }
}
