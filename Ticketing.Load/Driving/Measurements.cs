using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ticketing.Load.Driving;

/// <summary>What is known of a scenario's requests while they run and afterwards.</summary>
sealed class Measurements
{
    readonly ConcurrentDictionary<string, Latencies> byResult = new(StringComparer.Ordinal);
    long sent;

    public long SentCount => Interlocked.Read(ref sent);
    public long AnsweredCount => All.Count;
    public Latencies All { get; } = new();

    public IReadOnlyDictionary<string, Latencies> ByResult => byResult;

    public void Sent() => Interlocked.Increment(ref sent);

    public void Answered(string result, TimeSpan latency)
    {
        All.Record(latency);
        byResult.GetOrAdd(result, _ => new Latencies()).Record(latency);
    }

    /// <summary>Does one step of somebody's way, and notes how it ended and how long it took.</summary>
    /// <param name="word">How an answer is called.</param>
    public async Task<T> StepAsync<T>(string step, Func<Task<T>> work, Func<T, string> word)
    {
        var began = Stopwatch.GetTimestamp();
        Sent();
        var answer = await work();
        Answered($"{step}: {word(answer)}", Stopwatch.GetElapsedTime(began));
        return answer;
    }

    public Task<Answer<T>> StepAsync<T>(string step, Func<Task<Answer<T>>> work)
        where T : class => StepAsync(step, work, answer => answer.Word);
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
