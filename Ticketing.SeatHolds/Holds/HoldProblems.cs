using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Bookings;
using Ticketing.Core.Problems;
using Ticketing.Core.Requests;
using Ticketing.Core.Seats.Holds;
using Ticketing.SeatHolds.RateLimiting;

namespace Ticketing.SeatHolds.Holds;

/// <summary>Why seats are not held, as clients are told.</summary>
static class HoldProblems
{
    /// <summary>Somebody else of the network pays or lets go sooner or later.</summary>
    static readonly TimeSpan NetworkRetryAfter = TimeSpan.FromSeconds(10);

    public static ProblemHttpResult HoldNotFound() => Problem.NotFound("hold_not_found", "There is no such hold, or it has expired.");

    public static ProblemHttpResult HoldAttached(long showingId, string holdId) =>
        Problem.Conflict("hold_attached", "The hold belongs to a booking.", ("bookingId", DerivedId.OfBooking(showingId, holdId)));

    public static ProblemHttpResult HoldNotRenewable() => Problem.Conflict("hold_not_renewable", "The hold lasts as long as it may.");

    /// <summary>What is wrong with the request by itself; null if nothing.</summary>
    public static ProblemHttpResult? Check(TakeHoldRequest request, string? idempotencyKey, int maxSeats)
    {
        if (idempotencyKey is not null && !RequestKey.IsGood(idempotencyKey))
            return Problem.Validation((RequestKey.Header, $"1 to {RequestKey.MaxLength} visible characters of ASCII."));

        return request switch
        {
            { Seats: not null, BestAvailable: not null } => Problem.Validation(("seats", "Name seats or ask for the best, not both.")),
            { BestAvailable: { } best } => Check(best, maxSeats),
            _ => Check(request.Seats, maxSeats),
        };
    }

    public static ProblemHttpResult Of(TakeResult refusal, HttpResponse response) => refusal switch
    {
        TakeResult.SeatsTaken taken => Problem.Conflict("seat_taken", "A seat is not available any more.", ("seats", taken.Seats)),
        TakeResult.SeatUnknown unknown => SeatNotFound(unknown.Seat),
        TakeResult.LimitReached => Problem.Conflict("hold_limit_reached", "You hold as many seats of this showing as one person may."),
        TakeResult.NetworkLimitReached => TooSoon(
            response, NetworkRetryAfter, "network_limit_reached", "As many unpaid seats of this showing are kept from this network as may be."),
        TakeResult.Paused { For: var pause } => TooSoon(
            response, pause, "hold_paused", "Seats were kept and not paid for too often; please wait before you choose again."),
        TakeResult.SeatsOrphaned orphaned => Problem.Conflict(
            "orphan_seat", "A single seat would be left; please move up or leave more room.", ("seats", orphaned.Seats)),
        TakeResult.CompanionsAlone alone => Problem.Conflict(
            "companion_without_wheelchair", "A companion's seat goes with the wheelchair space beside it.", ("seats", alone.Seats)),
        TakeResult.KeyReused => Problem.Unprocessable("idempotency_key_reused", "The idempotency key was used for another request."),
        TakeResult.NotTogether => Problem.Conflict("no_seats_together", "There are not enough seats together; please choose on the map."),
        TakeResult.NotEnough => Problem.Conflict("not_enough_seats", "There are not enough seats."),
        TakeResult.SaleNotOpen => Problem.Conflict("sale_not_open", "The sale has not opened yet."),
        TakeResult.SaleClosed => Problem.Conflict("sale_closed", "The sale is over."),
        TakeResult.ShowingCancelled => Problem.Conflict("showing_cancelled", "The showing was cancelled."),
        TakeResult.ShowingUnknown => Problem.NotFound("showing_not_found", "There is no such showing."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "Not a refusal."),
    };

    static ProblemHttpResult TooSoon(HttpResponse response, TimeSpan wait, string code, string title)
    {
        response.RetryAfter(wait);
        return Problem.TooManyRequests(code, title);
    }

    static ProblemHttpResult? Check(int[]? seats, int maxSeats)
    {
        if (seats is null or [])
            return Problem.Validation(("seats", "Name at least one seat."));
        if (seats.Length > maxSeats)
            return TooManySeats(maxSeats);
        if (seats.Distinct().Count() < seats.Length)
            return Problem.BadRequest("duplicate_seat", "A seat is named twice.");
        return seats.Any(seat => seat < 0) ? SeatNotFound(seats.First(seat => seat < 0)) : null;
    }

    static ProblemHttpResult? Check(BestAvailableRequest best, int maxSeats)
    {
        if (best.Count < 1)
            return Problem.Validation(("bestAvailable.count", "At least one seat."));
        if (best.Wheelchairs is { } spaces && (spaces < 0 || spaces > best.Count))
            return Problem.Validation(("bestAvailable.wheelchairs", "0 to count."));
        if (best.Zone is { } zone && !Enum.IsDefined(zone))
            return Problem.Validation(("bestAvailable.zone", "There is no such zone."));
        return best.Count > maxSeats ? TooManySeats(maxSeats) : null;
    }

    static ProblemHttpResult TooManySeats(int maxSeats) => Problem.BadRequest("too_many_seats", $"A hold has at most {maxSeats} seats.");

    static ProblemHttpResult SeatNotFound(int seat) => Problem.BadRequest("seat_not_found", $"There is no seat {seat}.", ("seat", seat));
}
