using System.Diagnostics.CodeAnalysis;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>What became of a published change.</summary>
enum Reception
{
    /// <summary>It was the next one.</summary>
    Applied,

    /// <summary>Its effect is known already.</summary>
    Known,

    /// <summary>Something is missing, before it or in it: all seats have to be read.</summary>
    Gap,
}

/// <summary>
/// A showing's seats, and since when each is what it is. That tells what changed since any version not older than the last time all
/// seats were taken over, without keeping the changes themselves. Not safe for use by several threads.
/// </summary>
sealed class SeatTimeline
{
    SeatStates start;
    char[] states;
    long[] changedAt;

    public SeatTimeline(SeatStates seats) => Begin(seats);

    public SeatVersion Version { get; private set; }

    /// <summary>All seats as of now.</summary>
    public SeatStates Now => start with { Version = Version, States = new string(states) };

    public Reception Receive(SeatChanges changes)
    {
        if (changes.Version <= Version)
            return Reception.Known;
        // Without seats it tells of something else that changed, such as the terms of sale.
        var isNext = changes.Version == Version with { Sequence = Version.Sequence + 1 } && changes.Changes is not [];
        if (!isNext || changes.Changes.Any(change => change.Seat >= states.Length))
            return Reception.Gap;

        Version = changes.Version;
        foreach (var (seat, state) in changes.Changes)
        {
            if (states[seat] == state)
                continue;
            states[seat] = state;
            changedAt[seat] = Version.Sequence;
        }

        return Reception.Applied;
    }

    /// <summary>Takes over all seats as read from Redis. False if nothing is new in them.</summary>
    public bool Adopt(SeatStates seats)
    {
        // A reading is as old as its question: changes that have arrived since are right already.
        if (seats.Version < Version || seats == Now)
            return false;

        Begin(seats);
        return true;
    }

    public bool KnowsWhatChangedSince(SeatVersion since) =>
        since.Generation == Version.Generation && since >= start.Version && since <= Version;

    public IEnumerable<SeatChange> ChangesSince(SeatVersion since)
    {
        for (var seat = 0; seat < states.Length; seat++)
        {
            if (changedAt[seat] > since.Sequence)
                yield return new SeatChange(seat, states[seat]);
        }
    }

    [MemberNotNull(nameof(start), nameof(states), nameof(changedAt))]
    void Begin(SeatStates seats)
    {
        start = seats;
        Version = seats.Version;
        states = seats.States.ToCharArray();
        changedAt = new long[states.Length];
    }
}
