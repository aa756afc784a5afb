using System.Diagnostics.Metrics;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>Counts open streams, frames written to clients and clients sent away, and times frames from the first change in them to the last client.</summary>
sealed class StreamMetrics
{
    readonly UpDownCounter<long> open;
    readonly Counter<long> frames;
    readonly Counter<long> dropped;
    readonly Counter<long> refused;
    readonly Histogram<double> lag;

    public StreamMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Ticketing.SeatMap");
        open = meter.CreateUpDownCounter<long>("ticketing.streams.open", "{stream}");
        frames = meter.CreateCounter<long>("ticketing.streams.frames", "{frame}");
        dropped = meter.CreateCounter<long>("ticketing.streams.dropped", "{stream}", "Clients that read too slowly.");
        refused = meter.CreateCounter<long>("ticketing.streams.refused", "{stream}", "Above a limit.");
        lag = meter.CreateHistogram<double>("ticketing.streams.lag", "s", "From the arrival of a change until it is on its way to every client.");
    }

    public void Opened() => open.Add(1);

    public void Closed() => open.Add(-1);

    public void Sent(int clients, TimeSpan since)
    {
        frames.Add(clients);
        lag.Record(since.TotalSeconds);
    }

    public void Dropped() => dropped.Add(1);

    public void Refused() => refused.Add(1);
}
