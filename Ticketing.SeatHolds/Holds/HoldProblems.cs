using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Bookings;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.Holds;

/// <summary>Why seats are not held, as clients are told.</summary>
static class HoldProblems
{
    public static ProblemHttpResult HoldNotFound() => Problem.NotFound("hold_not_found", "There is no such hold, or it has expired.");

    public static ProblemHttpResult HoldAttached(long showingId, string holdId) =>
        Problem.Conflict("hold_attached", "The hold belongs to a booking.", ("bookingId", DerivedId.OfBooking(showingId, holdId)));

    /// <summary>What is wrong with the wanted seats by themselves; null if nothing.</summary>
    public static ProblemHttpResult? Check(int[]? seats, int maxSeats)
    {
        if (seats is null or [])
            return Problem.Validation(("seats", "Name at least one seat."));
        if (seats.Length > maxSeats)
            return Problem.BadRequest("too_many_seats", $"A hold has at most {maxSeats} seats.");
        if (seats.Distinct().Count() < seats.Length)
            return Problem.BadRequest("duplicate_seat", "A seat is named twice.");
        return seats.Any(seat => seat < 0) ? SeatNotFound(seats.First(seat => seat < 0)) : null;
    }

    public static ProblemHttpResult Of(TakeResult refusal) => refusal switch
    {
        TakeResult.SeatsTaken taken => Problem.Conflict("seat_taken", "A seat is not available any more.", ("seats", taken.Seats)),
        TakeResult.SeatUnknown unknown => SeatNotFound(unknown.Seat),
        TakeResult.LimitReached => Problem.Conflict("hold_limit_reached", "You hold as many seats of this showing as one person may."),
        TakeResult.SaleNotOpen => Problem.Conflict("sale_not_open", "The sale has not opened yet."),
        TakeResult.SaleClosed => Problem.Conflict("sale_closed", "The sale is over."),
        TakeResult.ShowingCancelled => Problem.Conflict("showing_cancelled", "The showing was cancelled."),
        TakeResult.ShowingUnknown => Problem.NotFound("showing_not_found", "There is no such showing."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal."),
    };

    static ProblemHttpResult SeatNotFound(int seat) => Problem.BadRequest("seat_not_found", $"There is no seat {seat}.", ("seat", seat));
}
