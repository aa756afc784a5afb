using System.Diagnostics.Metrics;

namespace Ticketing.Core.Seats;

/// <summary>Counts holds taken, refused (by reason) and expired.</summary>
sealed class HoldMetrics
{
    readonly Counter<long> taken;
    readonly Counter<long> refused;
    readonly Counter<long> expired;

    public HoldMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ticketing.Seats");
        taken = meter.CreateCounter<long>("ticketing.holds.taken", "{hold}");
        refused = meter.CreateCounter<long>("ticketing.holds.refused", "{hold}");
        expired = meter.CreateCounter<long>("ticketing.holds.expired", "{hold}");
    }

    public void Asked(TakeResult result)
    {
        if (result is TakeResult.Held)
            taken.Add(1);
        else
            refused.Add(1, new KeyValuePair<string, object?>("reason", result.GetType().Name));
    }

    public void Expired(int holds)
    {
        if (holds > 0)
            expired.Add(holds);
    }
}
