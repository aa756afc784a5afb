using System.Diagnostics.Metrics;

namespace Ticketing.SeatHolds.WaitingRooms;

sealed class WaitingRoomMetrics
{
    readonly Counter<long> admitted;
    readonly Counter<long> claimed;
    readonly Counter<long> lapsed;
    readonly Counter<long> refused;
    readonly Histogram<double> wait;
    readonly Histogram<double> ratio;

    public WaitingRoomMetrics(IMeterFactory meters, ActiveWaitingRooms rooms)
    {
        var meter = meters.Create("Ticketing.WaitingRoom");
        admitted = meter.CreateCounter<long>("ticketing.waiting_room.admitted", "{customer}");
        claimed = meter.CreateCounter<long>("ticketing.waiting_room.claimed", "{pass}");
        lapsed = meter.CreateCounter<long>("ticketing.waiting_room.lapsed", "{place}");
        refused = meter.CreateCounter<long>("ticketing.waiting_room.joins_refused", "{request}");
        wait = meter.CreateHistogram<double>("ticketing.waiting_room.wait", "s");
        ratio = meter.CreateHistogram<double>("ticketing.waiting_room.estimate_ratio", "1", "Actual wait by the one estimated on joining.");
        meter.CreateObservableGauge("ticketing.waiting_room.length", () => rooms.All.Select(room => Measure(room.PeopleBetween(room.Row.AdmittedUpTo, room.Row.Places), room.Id)), "{place}");
        meter.CreateObservableGauge("ticketing.waiting_room.leases", () => rooms.All.Select(room => Measure(room.Row.LeasesInUse, room.Id)), "{lease}");
    }

    public void Advanced(long roomId, long newlyAdmitted, long newlyLapsed)
    {
        admitted.Add(newlyAdmitted, Of(roomId));
        lapsed.Add(newlyLapsed, Of(roomId));
    }

    /// <param name="waited">In seconds.</param>
    /// <param name="estimated">In seconds.</param>
    public void Claimed(long roomId, double waited, double estimated)
    {
        claimed.Add(1, Of(roomId));
        wait.Record(waited, Of(roomId));
        ratio.Record(waited / Math.Max(1, estimated), Of(roomId));
    }

    public void JoinRefused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    static Measurement<long> Measure(long value, long roomId) => new(value, Of(roomId));

    static KeyValuePair<string, object?> Of(long roomId) => new("room", roomId);
}
