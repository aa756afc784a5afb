namespace Ticketing.SeatHolds.WaitingRooms.Places;

static class WaitEstimate
{
    /// <summary>Beyond a day nobody knows.</summary>
    const double Longest = 24 * 60 * 60;

    /// <summary>From a turn's coming to its customer's learning of it: half a step of the queue and half a poll, in seconds.</summary>
    const double ToLearn = 1.2;

    /// <summary>
    /// Seconds until somebody with so many people ahead takes the pass: those who find room inside go in at the published rate, the
    /// others, and the customer, as people leave; with a lowered cap also after those who are too many inside.
    /// </summary>
    public static double Of(RoomRow room, long ahead)
    {
        var free = room.Cap - room.LeasesInUse - room.Unclaimed;
        var leaving = Math.Max(0, ahead + 1 - free);
        var sustained = room.AdmissionRate > 0 ? Math.Min(room.AdmissionRate, room.RatePerSecond) : room.RatePerSecond;
        return Math.Min(Longest, ToLearn + Math.Clamp(free, 0, ahead) / room.RatePerSecond + leaving / sustained);
    }

    /// <summary>What early comers are told when the lots are drawn: nobody is inside, and nobody's visit has been seen.</summary>
    public static double AtOpening(RoomRow room, long ahead, TimeSpan typicalVisit) =>
        Of(room with { LeasesInUse = 0, Unclaimed = 0, AdmissionRate = Math.Min(room.RatePerSecond, room.Cap / typicalVisit.TotalSeconds) }, ahead);
}
