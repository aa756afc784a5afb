using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings;

/// <summary>
/// Corrects a booking that is not paid yet: its address, language and who comes. Who comes back from the payment page and types again has
/// tickets sent where the last correction says, at its price. Repeated, it changes nothing more.
/// </summary>
sealed class CorrectBooking(TicketingDbContext context, FindBooking bookings, TimeProvider time)
{
    /// <param name="order">Whole, as when the booking was placed.</param>
    public async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> HandleAsync(Guid bookingId, BookingOrder order, Customer customer, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        // A payment that comes at this moment comes before or after.
        await context.LockBookingAsync(bookingId, ct);
        var booking = await context.Bookings.Of(customer).AsSplitQuery()
            .Include(b => b.Showing.Film).Include(b => b.Showing.PricePlan).Include(b => b.Showing.Auditorium.Cinema)
            .Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.PaymentAttempts)
            .SingleOrDefaultAsync(b => b.Id == bookingId, ct);
        if (booking is null)
            return BookingEndpoints.NotFound();
        if (!order.Seats.Select(seat => seat.Index).SequenceEqual(booking.Seats.Select(seat => seat.Seat.Index).Order()))
            return Problem.BadRequest("seats_do_not_match_hold", "The seats are not those of the booking.");
        if (order.Seats.Any(seat => !booking.Showing.Film.Admits(seat.Concession)))
            return Problem.BadRequest("concession_not_allowed", "The film's rating does not allow one of the concessions.");

        var concessions = order.Seats.ToDictionary(seat => seat.Index, seat => seat.Concession);
        if (!booking.Says(order.Email, order.Language, concessions))
        {
            if (!booking.TryCorrect(order.Email, order.Language, concessions, Actor.Customer(customer.Id), time.GetUtcNow()))
                return Problem.Conflict("booking_not_correctable", "The booking has been paid, or its time is over: it stays as it is.", ("bookingId", bookingId));

            await context.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        return TypedResults.Ok((await bookings.SingleAsync(b => b.Id == bookingId, ct))!);
    }
}
