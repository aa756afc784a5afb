using System.Diagnostics;

namespace Ticketing.Tests.Support;

/// <summary>Waits for conditions instead of guessing how long something takes.</summary>
static class Eventually
{
    /// <summary>Generous, since the machine may be busy with much else: what works is there long before.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer satisfies the condition, and returns it.</summary>
    /// <exception cref="TimeoutException">The condition did not hold in time; the message shows the last answer.</exception>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> ask, Func<T, bool> condition, TimeSpan? within = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (condition(answer))
                return answer;
            if (watch.Elapsed > (within ?? Patience))
                throw new TimeoutException($"Still {answer} after {watch.Elapsed.TotalSeconds:F0} s.");
            await Task.Delay(Pause);
        }
    }
}
