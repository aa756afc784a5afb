using HdrHistogram;

namespace Ticketing.Load.Driving;

/// <summary>Latencies to a thousandth of each, from 1 µs to an hour; safe to use from many threads, and of fixed size however many are recorded.</summary>
sealed class Latencies
{
    readonly LongConcurrentHistogram microseconds = new(1, TimeSpan.FromHours(1).Ticks / TimeSpan.TicksPerMicrosecond, numberOfSignificantValueDigits: 3);

    public long Count => microseconds.TotalCount;

    public TimeSpan Largest => Percentile(100);

    public void Record(TimeSpan latency) =>
        microseconds.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, microseconds.HighestTrackableValue));

    /// <summary>The latency that so many of a hundred stay below; zero if nothing was recorded.</summary>
    public TimeSpan Percentile(double percent) =>
        Count == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(microseconds.GetValueAtPercentile(percent));
}
