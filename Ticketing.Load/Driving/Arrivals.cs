namespace Ticketing.Load.Driving;

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
