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

/// <summary>One line a second that says how a run goes: in place on a terminal, else below each other.</summary>
sealed class ProgressLine : IAsyncDisposable
{
    readonly CancellationTokenSource ended = new();
    readonly Task showing;

    /// <param name="say">The line, given the seconds since the start.</param>
    public ProgressLine(Func<int, string> say) => showing = ShowAsync(say, ended.Token);

    public ProgressLine(string what, Measurements measurements)
        : this(second => $"{what} {second,4} s   sent {measurements.SentCount,8:N0}   answered {measurements.AnsweredCount,8:N0}   under way {measurements.SentCount - measurements.AnsweredCount,6:N0}   p50 {measurements.All.Percentile(50).TotalMilliseconds,7:F1} ms   p99 {measurements.All.Percentile(99).TotalMilliseconds,7:F1} ms")
    {
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await showing;
        ended.Dispose();
        if (!Console.IsOutputRedirected)
            Console.Write("\r\e[K");
    }

    static async Task ShowAsync(Func<int, string> say, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            for (var second = 1; await timer.WaitForNextTickAsync(ct); second++)
            {
                if (Console.IsOutputRedirected)
                    Console.WriteLine(say(second));
                else
                    Console.Write($"\r\e[K{say(second)}");
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
