using System.Collections.Concurrent;

namespace Ticketing.Load.Driving;

/// <summary>What is known of a scenario's requests while they run and afterwards.</summary>
sealed class Measurements
{
    readonly ConcurrentDictionary<string, Latencies> byResult = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<int, Second> seconds = new();
    long sent;
    long answered;

    public long SentCount => Interlocked.Read(ref sent);
    public long AnsweredCount => Interlocked.Read(ref answered);
    public Latencies All { get; } = new();

    public IReadOnlyDictionary<string, Latencies> ByResult => byResult;

    /// <summary>By the second in which the requests were due.</summary>
    public IReadOnlyList<KeyValuePair<int, Second>> Seconds => [.. seconds.OrderBy(second => second.Key)];

    public void Sent(TimeSpan due)
    {
        Interlocked.Increment(ref sent);
        SecondOf(due).CountSent();
    }

    public void Answered(string result, TimeSpan due, TimeSpan latency)
    {
        Interlocked.Increment(ref answered);
        All.Record(latency);
        byResult.GetOrAdd(result, _ => new Latencies()).Record(latency);
        SecondOf(due).Latencies.Record(latency);
    }

    Second SecondOf(TimeSpan due) => seconds.GetOrAdd((int)due.TotalSeconds, _ => new Second());

    public sealed class Second
    {
        long sent;

        public long Sent => Interlocked.Read(ref sent);
        public Latencies Latencies { get; } = new();

        public void CountSent() => Interlocked.Increment(ref sent);
    }
}
