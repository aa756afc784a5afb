using System.Diagnostics;

namespace Ticketing.Load.Driving;

/// <summary>
/// Sends every request when it is due, whatever became of those before it, as people do who do not know of each other; and
/// measures from the instant when it was due, so that a stall shows in all the latencies that people would have felt.
/// </summary>
static class OpenLoop
{
    /// <param name="arrivals">When each is due, counted from the start, in order.</param>
    /// <param name="request">Gets its number; answers what came of it in a word, such as <c>201</c>.</param>
    public static async Task RunAsync(
        IEnumerable<TimeSpan> arrivals, Func<int, CancellationToken, Task<string>> request, Measurements measurements, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var running = new List<Task>();
        var number = 0;
        foreach (var due in arrivals)
        {
            // A timer ticks in milliseconds; those due within one are sent together.
            while (due - Stopwatch.GetElapsedTime(start) is { TotalMilliseconds: > 1 } early)
                await Task.Delay(early, ct);
            running.Add(OneAsync(number++, due));
        }

        await Task.WhenAll(running);

        async Task OneAsync(int n, TimeSpan due)
        {
            // What the request does before its first await must not hold up the next one.
            await Task.Yield();
            measurements.Sent(due);
            string result;
            try
            {
                result = await request(n, ct);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                result = e.GetType().Name;
            }

            measurements.Answered(result, due, Stopwatch.GetElapsedTime(start) - due);
        }
    }
}
