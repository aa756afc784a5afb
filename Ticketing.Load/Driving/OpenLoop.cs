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
            measurements.Sent();
            string result;
            try
            {
                result = await request(n, ct);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                result = e.GetType().Name;
            }

            measurements.Answered(result, Stopwatch.GetElapsedTime(start) - due);
        }
    }
}

/// <summary>When requests are due, counted from the start: decided before any of them is sent.</summary>
static class Arrivals
{
    /// <summary>One every 1/rate seconds.</summary>
    public static IEnumerable<TimeSpan> Even(double perSecond, TimeSpan duration)
    {
        for (var n = 0; n / perSecond < duration.TotalSeconds; n++)
            yield return TimeSpan.FromSeconds(n / perSecond);
    }

    /// <summary>People who do not know of each other: Poisson, at a rate that may change in time.</summary>
    /// <param name="perSecond">The rate at an instant; never above <paramref name="highest"/>.</param>
    public static IEnumerable<TimeSpan> Poisson(Func<TimeSpan, double> perSecond, double highest, TimeSpan duration, Random random)
    {
        // Thinning: arrivals at the highest rate, of which as many are kept as the rate of the moment says.
        for (var at = Gap(highest, random); at < duration; at += Gap(highest, random))
        {
            if (random.NextDouble() * highest < perSecond(at))
                yield return at;
        }
    }

    public static IEnumerable<TimeSpan> Poisson(double perSecond, TimeSpan duration, Random random) =>
        Poisson(_ => perSecond, perSecond, duration, random);

    static TimeSpan Gap(double perSecond, Random random) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);
}
