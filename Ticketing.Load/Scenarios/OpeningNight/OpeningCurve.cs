namespace Ticketing.Load.Scenarios.OpeningNight;

/// <summary>
/// How people came when the sale of one film opened on 24 April 2019: 140,000 bookings in the first 90 minutes and 483,616 in 14
/// hours, in the whole country. Both lie on a curve that falls with time^-0.445, which is cut off in its first seconds.
/// </summary>
/// <param name="scale">1 is the country.</param>
sealed class OpeningCurve(double scale)
{
    const double Exponent = 0.555;
    const double Bookings = 140_000;

    static readonly TimeSpan Measured = TimeSpan.FromMinutes(90);
    static readonly TimeSpan Steepest = TimeSpan.FromSeconds(5);

    public double Highest => PerSecond(Steepest);

    /// <param name="since">Since the opening.</param>
    public double PerSecond(TimeSpan since) =>
        scale * Bookings * Exponent / Measured.TotalSeconds * Math.Pow(Math.Max(since.TotalSeconds, Steepest.TotalSeconds) / Measured.TotalSeconds, Exponent - 1);
}
