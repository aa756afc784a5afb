using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Bookings;

/// <summary>Seats of one showing bought together. Moves from state to state only through its own methods.</summary>
public sealed class Booking
{
    /// <summary>Derived from the hold (<see cref="DerivedId"/>), so that a lost commit answer can be looked up and a repeated request finds its booking.</summary>
    public required Guid Id { get; init; }

    /// <summary>What a customer reads out at the counter: 10 characters without look-alikes.</summary>
    public required string Reference { get; init; }

    public required long ShowingId { get; init; }
    public Showing Showing { get; init; } = null!;

    public required Guid CustomerId { get; init; }

    /// <summary>The hold that the seats came from; a hold becomes at most one booking.</summary>
    public required string HoldId { get; init; }

    public required string Email { get; init; }

    /// <summary>Lower-cased and trimmed; what limits per customer count by.</summary>
    public required string NormalizedEmail { get; init; }

    /// <summary>Language of mails: <c>ko</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Whole units of <see cref="Currency"/>; the sum of the seats' prices.</summary>
    public required long Amount { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it must be paid; never after the showing's cut-off.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public BookingStatus Status { get; private set; } = BookingStatus.PendingPayment;
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public List<BookingSeat> Seats { get; } = [];
    public List<Ticket> Tickets { get; } = [];
    public List<PaymentAttempt> PaymentAttempts { get; } = [];

    /// <summary>Whether a payment can still make tickets of this booking; needs the <see cref="Showing"/> loaded.</summary>
    public bool IsPayable(DateTimeOffset now) =>
        Status == BookingStatus.PendingPayment && now < ExpiresAt && Showing.IsOnSale(now);

    /// <summary>
    /// Starts the capture; false once the time to pay is over, the showing is off sale or the booking has moved on.
    /// Needs the <see cref="Showing"/> loaded.
    /// </summary>
    public bool TryBeginConfirming(DateTimeOffset now)
    {
        if (!IsPayable(now))
            return false;

        Status = BookingStatus.Confirming;
        return true;
    }

    /// <summary>Records the capture and its tickets.</summary>
    /// <exception cref="InvalidOperationException">The booking is not <see cref="BookingStatus.Confirming"/>.</exception>
    public void Confirm(IEnumerable<Ticket> tickets, DateTimeOffset now)
    {
        Require(BookingStatus.Confirming);
        Status = BookingStatus.Confirmed;
        ConfirmedAt = now;
        Tickets.AddRange(tickets);
    }

    /// <summary>Gives up a booking whose payment cannot be captured, and frees its seats.</summary>
    /// <exception cref="InvalidOperationException">The booking is not <see cref="BookingStatus.Confirming"/>.</exception>
    public void Refuse(DateTimeOffset now)
    {
        Require(BookingStatus.Confirming);
        Status = BookingStatus.Refused;
        FreeSeats(now);
    }

    /// <summary>Ends an unpaid booking and frees its seats; false if it has moved on or has time left.</summary>
    public bool TryExpire(DateTimeOffset now)
    {
        if (Status != BookingStatus.PendingPayment || now < ExpiresAt)
            return false;

        Status = BookingStatus.Expired;
        FreeSeats(now);
        return true;
    }

    /// <summary>The seats as messages name them; needs each <see cref="BookingSeat.Seat"/> loaded.</summary>
    public IReadOnlyList<SeatEpoch> SeatEpochs() => [.. Seats.Select(seat => new SeatEpoch(seat.Seat.Index, seat.Id))];

    void FreeSeats(DateTimeOffset now)
    {
        foreach (var seat in Seats)
            seat.FreedAt ??= now;
    }

    void Require(BookingStatus status)
    {
        if (Status != status)
            throw new InvalidOperationException($"Booking {Id} is {Status}, not {status}.");
    }
}
