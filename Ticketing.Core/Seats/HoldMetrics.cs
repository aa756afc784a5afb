using System.Diagnostics.Metrics;

namespace Ticketing.Core.Seats;

/// <summary>Counts holds taken, refused (by reason), renewed and expired, and how long taking takes.</summary>
sealed class HoldMetrics
{
    readonly Counter<long> taken;
    readonly Counter<long> refused;
    readonly Counter<long> expired;
    readonly Histogram<double> duration;

    public HoldMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ticketing.Seats");
        taken = meter.CreateCounter<long>("ticketing.holds.taken", "{hold}");
        refused = meter.CreateCounter<long>("ticketing.holds.refused", "{hold}");
        expired = meter.CreateCounter<long>("ticketing.holds.expired", "{hold}");
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

    public void Expired(int holds)
    {
        if (holds > 0)
            expired.Add(holds);
    }
}
