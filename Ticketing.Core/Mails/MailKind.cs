using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Mails;

/// <summary>What a mail tells.</summary>
public enum MailKind
{
    /// <summary>A booking is paid; carries its tickets.</summary>
    Ticket,

    /// <summary>Tickets were given back, some of a booking's or all.</summary>
    Cancellation,

    /// <summary>A showing does not take place, so its tickets were taken back.</summary>
    ShowingCancelled,

    /// <summary>Money has gone back.</summary>
    Refund,

    /// <summary>A paid booking is to have this address; carries the link that confirms it.</summary>
    AddressConfirmation,

    /// <summary>A paid booking is to have another address than this one; carries the link that stops it.</summary>
    AddressChangeNotice,

    /// <summary>A paid booking had this address, and whoever reads the former one's mail put that back.</summary>
    AddressChangeUndone,

    /// <summary>An address is to be registered; carries the link that confirms it.</summary>
    Registration,

    /// <summary>Somebody tried to register an address that a member has.</summary>
    AlreadyRegistered,

    /// <summary>A member wants another password; carries the link to set it.</summary>
    PasswordReset,

    /// <summary>A member has another password.</summary>
    PasswordChanged,

    /// <summary>Somebody signed in to an account from a network that is new to it.</summary>
    NewSignIn,

    /// <summary>An account's sign-ins need an authenticator's codes from now on.</summary>
    AuthenticatorAdded,

    /// <summary>An account's sign-ins need no codes any more.</summary>
    AuthenticatorRemoved,

    /// <summary>A code was shown that had been used: somebody else may have seen it.</summary>
    CodeReused,
}

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
/// <param name="Cause">Id of the booking (tickets), of the refund (everything about giving back), of the request or its message (accounts), of the change (addresses).</param>
/// <param name="ResendId">Of the wish that a mail that went out before goes out again; null for the first.</param>
public sealed record MailKey(MailKind Kind, Guid Cause, Guid? ResendId = null)
{
    /// <summary>E.g. <c>Ticket:{cause}</c>, <c>Ticket:{cause}:{resend id}</c>.</summary>
    public override string ToString() => ResendId is { } resend ? $"{Kind}:{Cause}:{resend}" : $"{Kind}:{Cause}";
}
