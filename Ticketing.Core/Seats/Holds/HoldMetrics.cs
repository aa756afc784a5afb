using System.Diagnostics.Metrics;

namespace Ticketing.Core.Seats.Holds;

/// <summary>Counts holds taken, refused (by reason), renewed and expired, and seats healed; measures how long taking takes.</summary>
sealed class HoldMetrics
{
    readonly Counter<long> taken;
    readonly Counter<long> refused;
    readonly Counter<long> renewed;
    readonly Counter<long> expired;
    readonly Counter<long> healed;
    readonly Counter<long> best;
    readonly Histogram<double> duration;

    public HoldMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ticketing.Seats");
        taken = meter.CreateCounter<long>("ticketing.holds.taken", "{hold}");
        refused = meter.CreateCounter<long>("ticketing.holds.refused", "{hold}");
        renewed = meter.CreateCounter<long>("ticketing.holds.renewed", "{hold}");
        expired = meter.CreateCounter<long>("ticketing.holds.expired", "{hold}");
        healed = meter.CreateCounter<long>("ticketing.seats.healed", "{seat}");
        best = meter.CreateCounter<long>("ticketing.holds.best_available", "{hold}");
        duration = meter.CreateHistogram<double>("ticketing.holds.duration", "s", "From asking for seats to the script's answer.");
    }

    public void Asked(TakeResult result, TimeSpan after)
    {
        if (result is TakeResult.Held)
            taken.Add(1);
        else
            refused.Add(1, new KeyValuePair<string, object?>("reason", result.GetType().Name));
        duration.Record(after.TotalSeconds);
    }

    /// <summary>What came of asking for the best seats: <c>together</c>, <c>split</c> or why there are none.</summary>
    public void AskedForBest(TakeResult result) =>
        best.Add(1, new KeyValuePair<string, object?>("outcome", result switch
        {
            TakeResult.Held { Hold.Seats: [var first, .., var last] seats } when last - first >= seats.Count => "split",
            TakeResult.Held => "together",
            _ => result.GetType().Name,
        }));

    public void Renewed() => renewed.Add(1);

    public void Expired(int holds)
    {
        if (holds > 0)
            expired.Add(holds);
    }

    /// <summary>A difference from PostgreSQL that reconciliation found and healed: seat states, <c>terms</c> of sale, or <c>counts</c> of what customers and networks hold.</summary>
    public void Healed(string truth, string shown) =>
        healed.Add(1, new KeyValuePair<string, object?>("truth", truth), new KeyValuePair<string, object?>("shown", shown));
}
