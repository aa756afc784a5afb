using Ticketing.Core.Mails;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>What a mail says that tells of something given back: seats, money or a whole showing.</summary>
/// <param name="Seats">Those given back, as printed and in their order; empty when there never were tickets.</param>
/// <param name="Amount">What goes back for them, in whole units of the booking's currency.</param>
public sealed record NoticeMail(MailedBooking Booking, MailKind Kind, RefundReason Reason, IReadOnlyList<string> Seats, long Amount)
{
    public bool KeepsSeats => Booking.Seats.Count > 0;

    /// <summary>What its texts' names begin with.</summary>
    public string Texts => (Kind, Reason, KeepsSeats) switch
    {
        (MailKind.Refund, RefundReason.NotBookable, _) => "NotBookable",
        (MailKind.Cancellation, _, true) => "PartCancellation",
        _ => Kind.ToString(),
    };
}
