namespace Ticketing.Core.Bookings;

/// <summary>The right to one seat of a showing.</summary>
public sealed class Ticket
{
    public required Guid Id { get; init; }
    public Guid BookingId { get; init; }
    public required long BookingSeatId { get; init; }

    /// <summary>What the QR code says: signed, so that the door can check it without the network.</summary>
    public required string Code { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>What gives its price back, once it is cancelled.</summary>
    public Guid? RefundId { get; private set; }

    internal void Cancel(Guid refundId, DateTimeOffset now)
    {
        CancelledAt = now;
        RefundId = refundId;
    }
}
