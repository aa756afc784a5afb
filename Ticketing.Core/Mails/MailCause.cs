using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Mails;

public static class MailCause
{
    /// <summary>
    /// What a mail of the kind would be about, going by the booking as it is now: the booking itself, or the last of its refunds that
    /// the mail is for. Null when such a mail would not be true. Needs the <see cref="Booking.Refunds"/> loaded.
    /// </summary>
    public static Guid? Of(Booking booking, MailKind kind)
    {
        ArgumentNullException.ThrowIfNull(booking);
        return kind == MailKind.Ticket
            ? booking.Status == BookingStatus.Confirmed ? booking.Id : null
            : booking.Refunds.Where(refund => Tells(kind, refund)).MaxBy(refund => refund.RequestedAt)?.Id;
    }

    static bool Tells(MailKind kind, Refund refund) => kind switch
    {
        MailKind.Cancellation => refund.Reason is RefundReason.CustomerCancelled or RefundReason.StaffCancelled,
        MailKind.ShowingCancelled => refund.Reason == RefundReason.ShowingCancelled,
        MailKind.Refund => refund.Status == RefundStatus.Completed,
        _ => false,
    };
}

/// <summary>Names a mail by its cause, so that a cause leads to one mail however often its message comes.</summary>
/// <param name="Cause">Id of the booking (tickets), of the refund (everything about giving back), of the request or its message (accounts).</param>
/// <param name="ResendId">Of the wish that a mail that went out before goes out again; null for the first.</param>
public sealed record MailKey(MailKind Kind, Guid Cause, Guid? ResendId = null)
{
    /// <summary>E.g. <c>Ticket:{cause}</c>, <c>Ticket:{cause}:{resend id}</c>.</summary>
    public override string ToString() => ResendId is { } resend ? $"{Kind}:{Cause}:{resend}" : $"{Kind}:{Cause}";
}
