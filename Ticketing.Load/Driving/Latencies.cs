namespace Ticketing.Load.Driving;

/// <summary>
/// Latencies counted in classes that are at most 1.6 % wide, from 1 µs to about an hour; safe to use from many threads, and of
/// fixed size however many are recorded.
/// </summary>
sealed class Latencies
{
    // 64 classes for every doubling.
    const int Fineness = 6;
    const int Doublings = 32;

    readonly long[] counts = new long[(Doublings - Fineness + 2) << Fineness];
    long largest;

    public long Count => counts.Sum(count => Interlocked.Read(in count));

    public TimeSpan Largest => Microseconds(Interlocked.Read(ref largest));

    public void Record(TimeSpan latency)
    {
        var microseconds = Math.Clamp((long)latency.TotalMicroseconds, 1, uint.MaxValue);
        Interlocked.Increment(ref counts[ClassOf(microseconds)]);
        for (var seen = Interlocked.Read(ref largest); microseconds > seen;)
            seen = Interlocked.CompareExchange(ref largest, microseconds, seen) is var found && found == seen ? microseconds : found;
    }

    /// <summary>The latency that so many of a hundred stay below; zero if nothing was recorded.</summary>
    public TimeSpan Percentile(double percent)
    {
        var count = Count;
        var rank = Math.Max(1, (long)Math.Ceiling(count * percent / 100));
        for (long n = 0, seen = 0; count > 0 && n < counts.Length; n++)
        {
            seen += counts[n];
            if (seen >= rank)
                return Microseconds(Math.Min(UpperEnd((int)n), largest));
        }

        return TimeSpan.Zero;
    }

    // Up to 64 each value is a class; above, the highest bits decide, one of them implied.
    static int ClassOf(long microseconds)
    {
        var shift = Math.Max(0, 63 - (int)long.LeadingZeroCount(microseconds) - Fineness);
        return (shift << Fineness) + (int)(microseconds >> shift);
    }

    static long UpperEnd(int number)
    {
        var shift = Math.Max(0, (number >> Fineness) - 1);
        return ((long)(number - (shift << Fineness)) << shift) + (1L << shift) - 1;
    }

    static TimeSpan Microseconds(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
}
