namespace Ticketing.SeatHolds.WaitingRooms.Admission;

/// <summary>How far the queue moves in a step.</summary>
/// <param name="UpTo">The first position that is not let in.</param>
/// <param name="Admitted">People let in, which lost numbers are not.</param>
/// <param name="Unclaimed">Turns that have come and wait for their customers, those of this step among them.</param>
/// <param name="Budget">What is left of the rate for the next step.</param>
/// <param name="Rate">Positions per second by which the queue can be expected to move while it is full inside.</param>
sealed record AdmissionPlan(long UpTo, long Admitted, int Unclaimed, double Budget, double Rate)
{
    /// <summary>After a pause, at most what the rate gives in this time is let in at once.</summary>
    static readonly TimeSpan Burst = TimeSpan.FromSeconds(2);

    /// <summary>For how many turns it counts that everybody is thought to come.</summary>
    const int Prior = 10;

    public static AdmissionPlan Of(ActiveWaitingRoom room, Occupancy inside, WaitingRoomOptions options)
    {
        var row = room.Row;
        var elapsed = Math.Max(0, (row.Now - row.AdvancedAt).TotalSeconds);
        // Turns that lapse with this step are given on with the next: until then their customers may be about to claim.
        var unclaimed = Math.Max(0, room.PeopleBetween(row.LapsedUpTo, row.AdmittedUpTo) - inside.Claimed);
        var free = Math.Max(0, row.Cap - inside.Leases - unclaimed);
        var budget = Math.Min(row.Budget + row.RatePerSecond * elapsed, Math.Max(1, row.RatePerSecond * Burst.TotalSeconds));
        var (upTo, admitted) = Walk(room, Math.Min(free, (long)budget));
        return new AdmissionPlan(upTo, admitted, (int)(unclaimed + admitted), budget - admitted, RateWhenFull(room, inside, options));
    }

    /// <summary>Passes so many people, and the lost numbers between and after them.</summary>
    static (long UpTo, long Admitted) Walk(ActiveWaitingRoom room, long people)
    {
        var (position, admitted) = (room.Row.AdmittedUpTo, 0L);
        if (room.Row.LostNumbers is [])
        {
            admitted = Math.Min(people, Math.Max(0, room.Row.Places - position));
            return (position + admitted, admitted);
        }

        while (position < room.Row.Places)
        {
            if (!room.IsLost(position))
            {
                if (admitted == people)
                    break;
                admitted++;
            }

            position++;
        }

        return (position, admitted);
    }

    /// <summary>
    /// What so many places inside let through, by how long one is taken (Little's law): for a visit, or for the time after which a
    /// turn that nobody takes is given on. The pace that is seen would say it too late: nobody leaves for a while after the opening,
    /// and then many do at once.
    /// </summary>
    static double RateWhenFull(ActiveWaitingRoom room, Occupancy inside, WaitingRoomOptions options)
    {
        var row = room.Row;
        var turns = room.PeopleBetween(Math.Max(0, row.LapsedUpTo - Occupancy.Sample), row.LapsedUpTo);
        var taken = (inside.TurnsTaken + Prior) / (double)(Math.Max(turns, inside.TurnsTaken) + Prior);
        var visit = VisitLength.Mean(inside.Ended, inside.Running, options.TypicalVisit.TotalSeconds);
        var each = taken * visit + (1 - taken) * options.UnclaimedAfter.TotalSeconds;
        return Math.Min(row.RatePerSecond, row.Cap / Math.Max(each, 0.001));
    }
}

/// <summary>How long people stay inside on average, in seconds, seen while many of them still are.</summary>
/// <remarks>
/// The mean of those who have left would be far too short after an opening, when only the quickest have. This is the area under the
/// curve of those still inside after so many seconds (Kaplan and Meier 1958), where who is inside counts as long as they were watched.
/// </remarks>
static class VisitLength
{
    /// <param name="ended">Lengths of visits that are over, in seconds.</param>
    /// <param name="running">Lengths so far of those that are not.</param>
    /// <param name="typical">What is thought of a visit that nobody has seen the end of, in seconds.</param>
    public static double Mean(IEnumerable<double> ended, IEnumerable<double> running, double typical)
    {
        // At the same length the ends come first: who is watched for so long was there.
        var seen = ended.Select(seconds => (Seconds: Math.Max(0, seconds), HasEnded: true))
            .Concat(running.Select(seconds => (Seconds: Math.Max(0, seconds), HasEnded: false)))
            .OrderBy(visit => visit.Seconds).ThenBy(visit => !visit.HasEnded).ToArray();
        var (mean, inside, until) = (0.0, 1.0, 0.0);
        for (var i = 0; i < seen.Length; i++)
        {
            mean += inside * (seen[i].Seconds - until);
            until = seen[i].Seconds;
            if (seen[i].HasEnded)
                inside *= 1 - 1.0 / (seen.Length - i);
        }

        return mean + inside * Math.Max(typical - until, typical / 2);
    }
}
