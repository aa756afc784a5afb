using System.Data;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings.Door;
using Ticketing.Core.Database;

namespace Ticketing.Api.Tickets;

/// <summary>Reads which tickets of a showing let somebody in.</summary>
sealed class ListLiveTickets(TicketingDbContext context)
{
    /// <summary>Null if there is no such showing.</summary>
    public async Task<LiveTickets?> OfAsync(long showingId, CancellationToken ct)
    {
        // Before the look at the tickets, so that what was committed by then is on the list; and by the one clock that all replicas of
        // this service share, so that the later of two lists knows no less.
        var asOf = await context.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """).SingleAsync(ct);

        // The showing and its tickets as they are at one instant.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        if (await context.Showings.AsNoTracking().SingleOrDefaultAsync(s => s.Id == showingId, ct) is not { } showing)
            return null;

        var tickets = await (
            from seat in context.BookingSeats
            join ticket in context.Tickets on seat.Id equals ticket.BookingSeatId
            where seat.ShowingId == showingId && ticket.CancelledAt == null
            orderby seat.Seat.Index
            select new { ticket.Id, seat.Seat.Row, seat.Seat.Number, seat.Concession }).ToListAsync(ct);
        var version = (asOf - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return new LiveTickets(
            showing.Id, showing.StartsAt, showing.EndsAt, showing.CancelledAt is not null, version, asOf, tickets.Count,
            [.. tickets.Select(ticket => new LiveTicket(ticket.Id, $"{ticket.Row}{ticket.Number}", ticket.Concession))]);
    }
}
