using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Bookings;

/// <summary>Reads a booking with its tickets and its latest payment attempt.</summary>
static class FindBooking
{
    public static async Task<BookingResponse?> SingleAsync(TicketingDbContext context, IQueryable<Booking> bookings, CancellationToken ct)
    {
        var booking = await bookings.AsNoTracking().AsSplitQuery()
            .Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.Tickets)
            .SingleOrDefaultAsync(ct);
        if (booking is null)
            return null;

        var payment = await context.PaymentAttempts.AsNoTracking()
            .Where(a => a.BookingId == booking.Id).OrderByDescending(a => a.CreatedAt)
            .Select(a => new PaymentStateResponse(a.Status, a.Status == PaymentAttemptStatus.Open ? a.CheckoutUrl : null, a.CardDeclined))
            .FirstOrDefaultAsync(ct);
        return BookingResponse.Of(booking) with { Payment = payment, Tickets = TicketsOf(booking) };
    }

    static IReadOnlyList<TicketResponse>? TicketsOf(Booking booking) => booking.Status != BookingStatus.Confirmed ? null :
    [
        .. from ticket in booking.Tickets
           where ticket.CancelledAt is null
           join seat in booking.Seats on ticket.BookingSeatId equals seat.Id
           orderby seat.Seat.Index
           select new TicketResponse(ticket.Id, seat.Seat.Label, ticket.Code)
    ];
}
