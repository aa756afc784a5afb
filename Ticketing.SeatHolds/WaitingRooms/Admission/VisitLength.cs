namespace Ticketing.SeatHolds.WaitingRooms.Admission;

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
