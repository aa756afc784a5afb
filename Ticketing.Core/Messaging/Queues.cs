using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Every queue of the system. Those who publish must know them too: a message that one queue takes counts as published, and a queue
/// that its consumer had yet to declare would never see it.
/// </summary>
public static class Queues
{
    public static MessageQueue SeatHolds { get; } =
        new("seat-holds", typeof(BookingConfirmed), typeof(BookingExpired), typeof(BookingRefused));

    public static MessageQueue Payments { get; } = new("payments", typeof(PaymentNotified));

    public static MessageQueue Emails { get; } = new("emails", typeof(BookingConfirmed));

    public static MessageQueue WaitingRooms { get; } = new("waiting-rooms", typeof(BookingConfirmed));

    public static MessageQueue[] All => [SeatHolds, Payments, Emails, WaitingRooms];
}
