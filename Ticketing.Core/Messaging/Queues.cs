using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Every queue of the system. Those who publish must know them too: a message that one queue takes counts as published, and a queue
/// that its consumer had yet to declare would never see it.
/// </summary>
public static class Queues
{
    public static MessageQueue SeatHolds { get; } =
        new("seat-holds", typeof(BookingConfirmed), typeof(BookingExpired), typeof(BookingRefused), typeof(TicketsCancelled), typeof(ShowingCancelled));

    public static MessageQueue Payments { get; } =
        new("payments", typeof(PaymentNotified), typeof(RefundRequested), typeof(ShowingCancelled));

    public static MessageQueue Emails { get; } =
        new("emails", typeof(BookingConfirmed), typeof(TicketsCancelled), typeof(RefundCompleted), typeof(MailResendRequested),
            typeof(AccountRequested), typeof(PasswordChanged), typeof(SecurityNotice))
        {
            // Mail servers that are down or greylist are often back only after hours.
            LaterRetries = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3)],
        };

    public static MessageQueue WaitingRooms { get; } = new("waiting-rooms", typeof(BookingConfirmed));

    public static MessageQueue[] All => [SeatHolds, Payments, Emails, WaitingRooms];
}
