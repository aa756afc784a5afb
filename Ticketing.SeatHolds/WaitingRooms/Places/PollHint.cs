namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>
/// When to ask again, in seconds: often when something is about to happen, rarely far from it, and never all at the same time.
/// With 100,000 people far away that is some 11,000 polls a second.
/// </summary>
static class PollHint
{
    public const double Near = 1;
    public const double Far = 9;

    /// <summary>The interval grows to its longest over this time.</summary>
    const double FarAwaySeconds = 300;

    /// <param name="wait">Estimated seconds until the turn.</param>
    /// <param name="chance">Where the scattering comes from, if it has to be the same again.</param>
    public static double Waiting(double wait, Random? chance = null) => Scattered(1.5 + (Far - 1.5) * Math.Min(1, wait / FarAwaySeconds), chance);

    /// <param name="left">Until the opening; null if unknown.</param>
    public static double BeforeOpening(TimeSpan? left)
    {
        if (left is not { TotalSeconds: var seconds } || seconds <= 0)
            return Scattered(1.5);

        // Whoever asked shortly before the opening asks shortly after it, in no step with the others: places keep until claimed.
        var after = Math.Min(seconds, FarAwaySeconds) / FarAwaySeconds * (Far - 2) + 2;
        return seconds < after ? Math.Round(seconds + 0.5 + 2 * Random.Shared.NextDouble(), 2) : Scattered(after);
    }

    /// <summary>Up to an eighth earlier or later.</summary>
    static double Scattered(double seconds, Random? chance = null) =>
        Math.Round(seconds * (0.875 + 0.25 * (chance ?? Random.Shared).NextDouble()), 2);
}
