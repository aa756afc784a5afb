using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Bookings;

/// <summary>A seat of a booking. While live (not freed), no other booking can have the same seat of the showing.</summary>
public sealed class BookingSeat
{
    /// <summary>Grows with every booking of a seat: the seat's epoch, which tells a late message from a new one.</summary>
    public long Id { get; init; }

    public Guid BookingId { get; init; }
    public required long ShowingId { get; init; }
    public required int SeatId { get; init; }
    public Seat Seat { get; init; } = null!;
    public required Concession Concession { get; set; }

    /// <summary>Whole units of the booking's currency.</summary>
    public required long Price { get; set; }

    public DateTimeOffset? FreedAt { get; set; }
}
