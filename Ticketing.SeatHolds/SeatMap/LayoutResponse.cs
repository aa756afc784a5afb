using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.SeatHolds.SeatMap;

/// <param name="Columns">Width of the drawing grid.</param>
/// <param name="Lines">Height of the drawing grid.</param>
sealed record LayoutResponse(
    long ShowingId, string AuditoriumId, AuditoriumFormat AuditoriumFormat, int Columns, int Lines, IReadOnlyList<LayoutSeat> Seats)
{
    public static async Task<LayoutResponse?> ReadAsync(TicketingDbContext database, long showingId, CancellationToken ct)
    {
        var auditorium = await database.Showings
            .Where(showing => showing.Id == showingId)
            .Select(showing => new { showing.AuditoriumId, showing.Auditorium.Format })
            .SingleOrDefaultAsync(ct);
        if (auditorium is null)
            return null;

        var seats = await database.Seats
            .Where(seat => seat.AuditoriumId == auditorium.AuditoriumId)
            .OrderBy(seat => seat.Index)
            .Select(seat => new LayoutSeat(seat.Index, seat.Row, seat.Number, seat.X, seat.Y, seat.Kind, seat.Zone))
            .ToListAsync(ct);
        return new LayoutResponse(
            showingId, auditorium.AuditoriumId, auditorium.Format,
            seats.Select(seat => seat.X + 1).DefaultIfEmpty().Max(), seats.Select(seat => seat.Y + 1).DefaultIfEmpty().Max(), seats);
    }
}

/// <param name="Index">Place in the seat states.</param>
sealed record LayoutSeat(int Index, string Row, int Number, int X, int Y, SeatKind Kind, SeatZone Zone);
