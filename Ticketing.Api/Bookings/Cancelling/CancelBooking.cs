using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Ok<Ticketing.Api.Bookings.Cancelling.CancellationResponse>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings.Cancelling;

/// <summary>
/// Gives tickets back: in one transaction they become invalid, their seats free, and the refund is written down. The provider is asked
/// afterwards, by the payments role. A booking that is not paid yet is called off as a whole; its checkout is closed afterwards, too. Of several at once, whoever has the booking's row first is done; the others find the tickets gone.
/// </summary>
sealed class CancelBooking(
    TicketingDbContext context, TimeProvider time, IOptions<CancellationOptions> options, ILogger<CancelBooking> logger)
{
    public async Task<Answer> HandleAsync(Cancellation cancellation, IdempotencyKey request, CancellationToken ct)
    {
        try
        {
            return await CancelAsync(cancellation, request, ct);
        }
        catch (CommitUnansweredException lost)
        {
            // It happened or it did not: the second try replays its answer or does it.
            logger.LogWarning(lost, "The commit of a cancellation of booking {Booking} got no answer", cancellation.BookingId);
            return await CancelAsync(cancellation, request, ct);
        }
    }

    async Task<Answer> CancelAsync(Cancellation cancellation, IdempotencyKey request, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.LockAsync([request.LockName], ct);
        if (await request.FindEarlierAsync(context, ct) is { } earlier)
            return request.IsFor(earlier) ? TypedResults.Ok(IdempotencyKey.AnswerOf<CancellationResponse>(earlier)) : IdempotencyKey.Reused();

        await context.LockBookingAsync(cancellation.BookingId, ct);
        var booking = await context.Bookings.AsSplitQuery()
            .Include(b => b.Showing).Include(b => b.Seats).ThenInclude(s => s.Seat).Include(b => b.Tickets).Include(b => b.PaymentAttempts)
            .SingleOrDefaultAsync(b => b.Id == cancellation.BookingId, ct);
        if (booking is null)
            return BookingEndpoints.NotFound();

        var now = time.GetUtcNow();
        var seats = booking.LiveSeats.Where(seat => cancellation.Seats?.Contains(seat.Seat.Index) ?? true).OrderBy(seat => seat.Seat.Index).ToList();
        Refund? refund = null;
        if (cancellation.Seats is null && booking.TryCallOff(cancellation.By, cancellation.Why, now))
            context.Enqueue(new BookingRefused(booking.Id, booking.ShowingId, booking.SeatEpochs()), now);
        else if (Refusal(booking, seats, cancellation, now) is { } refusal)
            return refusal;
        else
            refund = context.GiveBack(booking, seats, cancellation.Reason, cancellation.By, cancellation.Why, now);

        var response = new CancellationResponse(
            booking.Id, booking.Status, refund?.Id, refund?.Amount ?? 0, booking.Currency, [.. seats.Select(seat => seat.Seat.Label)]);
        context.IdempotentRequests.Add(request.Answered(StatusCodes.Status200OK, response, now));
        await context.SaveChangesAsync(ct);
        await transaction.CommitAnsweredAsync();
        return TypedResults.Ok(response);
    }

    ProblemHttpResult? Refusal(Booking booking, List<BookingSeat> seats, Cancellation cancellation, DateTimeOffset now) => booking.Status switch
    {
        BookingStatus.Cancelled or BookingStatus.Refunded => Problem.Conflict("already_cancelled", "The tickets of this booking have been given back."),
        not BookingStatus.Confirmed => Problem.Conflict("booking_has_no_tickets", "This booking has no tickets to give back."),
        _ when cancellation.Seats is { } asked && asked.Count != seats.Count =>
            Problem.Conflict("seat_not_in_booking", "The booking does not have one of the seats, or not any more."),
        _ when cancellation.OnlyInTime && now >= options.Value.CancellableUntil(booking.Showing.StartsAt) =>
            Problem.Conflict("cancellation_closed", "It is too late to give tickets back."),
        _ => null,
    };
}

/// <summary>A wish to give tickets back, of somebody who may.</summary>
/// <param name="Seats">Places in the layout in their order; null means all that the booking still has.</param>
/// <param name="Why">For the audit row.</param>
/// <param name="OnlyInTime">Whether it has to come long enough before the start.</param>
sealed record Cancellation(
    Guid BookingId, IReadOnlyList<int>? Seats, RefundReason Reason, string Why, [property: JsonIgnore] Actor By, [property: JsonIgnore] bool OnlyInTime)
{
    public static Cancellation ByCustomer(Guid bookingId, CancelRequest request, Actor by) =>
        new(bookingId, InOrder(request.Seats), RefundReason.CustomerCancelled, BookingReasons.CustomerCancelled, by, OnlyInTime: true);

    public static Cancellation ByStaff(Guid bookingId, CancelRequest request, Guid staffId, string why) =>
        new(bookingId, InOrder(request.Seats), RefundReason.StaffCancelled, why, Actor.Staff(staffId), OnlyInTime: false);

    static IReadOnlyList<int>? InOrder(IReadOnlyList<int>? seats) => seats is null ? null : [.. seats.Distinct().Order()];
}

/// <param name="Status">Of the booking now.</param>
/// <param name="RefundId">Null if nothing was paid yet.</param>
/// <param name="Amount">What goes back, in whole units of <paramref name="Currency"/>.</param>
/// <param name="Seats">Row and number of those given back.</param>
sealed record CancellationResponse(Guid BookingId, BookingStatus Status, Guid? RefundId, long Amount, string Currency, IReadOnlyList<string> Seats);
