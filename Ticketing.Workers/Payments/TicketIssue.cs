using Ticketing.Core.Bookings;

namespace Ticketing.Workers.Payments;

/// <summary>Makes the signed tickets of a booking, one for each seat; always the same ids for the same booking.</summary>
sealed class TicketIssue(TicketSigner signer)
{
    public IReadOnlyList<Ticket> For(Booking booking, DateTimeOffset now) => [.. booking.Seats.Select(seat => TicketOf(booking, seat, now))];

    Ticket TicketOf(Booking booking, BookingSeat seat, DateTimeOffset now)
    {
        var id = DerivedId.OfTicket(booking.Id, seat.Seat.Index);
        var claims = new TicketClaims(
            id, booking.Reference, booking.ShowingId, seat.Seat.Label, booking.Showing.StartsAt.ToUnixTimeSeconds(), seat.Concession, now.ToUnixTimeSeconds());
        return new Ticket { Id = id, BookingId = booking.Id, BookingSeatId = seat.Id, Code = signer.Sign(claims), IssuedAt = now };
    }
}
