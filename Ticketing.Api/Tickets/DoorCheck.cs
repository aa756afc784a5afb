using Ticketing.Core.Bookings;

namespace Ticketing.Api.Tickets;

/// <summary>
/// What a door says of a code, from what it has downloaded and its clock, without asking anybody. It does not know what was used: that a
/// ticket lets in once is decided by PostgreSQL, by the ticket's id and never by the code's text.
/// </summary>
static class DoorCheck
{
    /// <summary>How long before the start the doors open.</summary>
    public static readonly TimeSpan OpenBefore = TimeSpan.FromMinutes(30);

    /// <summary>How far the clocks of what issues tickets and of what lists them may be apart, and how long a commit may take.</summary>
    static readonly TimeSpan Blur = TimeSpan.FromMinutes(1);

    /// <param name="keys">Those of <c>/api/ticket-keys</c>.</param>
    /// <param name="list">The newest verified list of the showing that is let in here.</param>
    public static DoorAnswer Check(string code, IEnumerable<TicketKey> keys, LiveTickets list, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(list);
        if (TicketCode.Read(code) is not { } signed)
            return new DoorAnswer(DoorVerdict.NoTicket);
        if (keys.FirstOrDefault(key => key.Id == signed.KeyId) is not { } key)
            return new DoorAnswer(DoorVerdict.UnknownKey);
        if (TicketCode.Verify(signed, key) is not { } claims)
            return new DoorAnswer(DoorVerdict.NoTicket);

        var ticket = list.Tickets.FirstOrDefault(ticket => ticket.Id == claims.TicketId);
        return new DoorAnswer(Judge(key, claims, ticket, list, now), claims, ticket);
    }

    static DoorVerdict Judge(TicketKey key, TicketClaims claims, LiveTicket? ticket, LiveTickets list, DateTimeOffset now) => ticket switch
    {
        _ when key.IsRetired(now) => DoorVerdict.KeyRetired,
        _ when claims.ShowingId != list.ShowingId => DoorVerdict.OtherShowing,
        _ when list.IsCancelled => DoorVerdict.ShowingCancelled,
        null when claims.IssuedAt > (list.AsOf - Blur).ToUnixTimeSeconds() => DoorVerdict.NewerThanList,
        null => DoorVerdict.NotLive,
        _ when now < list.StartsAt - OpenBefore => DoorVerdict.TooEarly,
        _ when now >= list.EndsAt => DoorVerdict.TooLate,
        _ => DoorVerdict.Valid,
    };
}

/// <param name="Claims">What the code says; null unless a key of ours signed it. Of another showing it says which one and when.</param>
/// <param name="Ticket">As the list has it, which is what counts; null if it is not on it.</param>
sealed record DoorAnswer(DoorVerdict Verdict, TicketClaims? Claims = null, LiveTicket? Ticket = null);

enum DoorVerdict
{
    /// <summary>May come in, unless the ticket was used.</summary>
    Valid,

    /// <summary>No code of ours, or altered or made up.</summary>
    NoTicket,

    /// <summary>A key that the door does not have: retired and no longer listed, made up, or newer than the door's keys.</summary>
    UnknownKey,

    /// <summary>The last showing that the key signed tickets for is over.</summary>
    KeyRetired,

    OtherShowing,

    ShowingCancelled,

    /// <summary>Given back, or never sold.</summary>
    NotLive,

    /// <summary>Not on the list, but issued after it was made: a newer list will tell.</summary>
    NewerThanList,

    TooEarly,

    /// <summary>The showing is over.</summary>
    TooLate,
}
