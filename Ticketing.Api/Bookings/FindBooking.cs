using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Bookings;

/// <summary>Reads a booking with its tickets, its refunds and its latest payment attempt.</summary>
sealed class FindBooking(TicketingDbContext context, IOptions<CancellationOptions> options)
{
    public async Task<BookingResponse?> SingleAsync(Expression<Func<Booking, bool>> which, CancellationToken ct)
    {
        var booking = await context.Bookings.Where(which).AsNoTracking().AsSingleQuery()
            .Include(b => b.Showing).Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.Tickets).Include(b => b.Refunds)
            .SingleOrDefaultAsync(ct);
        if (booking is null)
            return null;

        var payment = await context.PaymentAttempts.AsNoTracking()
            .Where(a => a.BookingId == booking.Id).OrderByDescending(a => a.CreatedAt)
            .Select(a => new PaymentStateResponse(a.Status, a.Status == PaymentAttemptStatus.Open ? a.CheckoutUrl : null, a.CardDeclined))
            .FirstOrDefaultAsync(ct);
        var hasTickets = booking.Status == BookingStatus.Confirmed;
        return BookingResponse.Of(booking) with
        {
            Payment = payment,
            Tickets = hasTickets ? [.. TicketsOf(booking)] : null,
            CancellableUntil = hasTickets ? options.Value.CancellableUntil(booking.Showing.StartsAt) : null,
            Refunds = booking.Refunds.Count == 0 ? null : [.. booking.Refunds.OrderBy(r => r.RequestedAt).Select(RefundResponse.Of)],
        };
    }

    static IEnumerable<TicketResponse> TicketsOf(Booking booking) =>
        from ticket in booking.Tickets
        where ticket.CancelledAt is null
        join seat in booking.Seats on ticket.BookingSeatId equals seat.Id
        orderby seat.Seat.Index
        select new TicketResponse(ticket.Id, seat.Seat.Label, ticket.Code);
}
