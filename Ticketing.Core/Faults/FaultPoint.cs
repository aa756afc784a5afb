namespace Ticketing.Core.Faults;

/// <summary>Where a test may strike: the moments between an effect and the record of it.</summary>
public static class FaultPoint
{
    /// <summary>The booking is <c>Confirming</c>; the provider has yet to be told to take the money.</summary>
    public const string CaptureBefore = "payments.capture.before";

    /// <summary>The provider has the money; nobody here knows.</summary>
    public const string CaptureAfter = "payments.capture.after";

    /// <summary>The next step of a payment is decided and not committed.</summary>
    public const string SettleBeforeCommit = "payments.settle.before-commit";

    /// <summary>The next step of a payment is committed and not taken.</summary>
    public const string SettleAfterCommit = "payments.settle.after-commit";

    /// <summary>A message is handled; the broker does not know.</summary>
    public const string AckBefore = "messaging.ack.before";

    /// <summary>The broker has confirmed a batch of the outbox; its rows do not say so.</summary>
    public const string PublishAfterConfirm = "messaging.publish.after-confirm";

    /// <summary>Redis has given a hold to a booking that is not committed.</summary>
    public const string BookingBeforeCommit = "api.booking.before-commit";

    /// <summary>A booking is committed; its customer has no answer.</summary>
    public const string BookingAfterCommit = "api.booking.after-commit";

    /// <summary>A mail is claimed and not sent.</summary>
    public const string MailBefore = "emails.send.before";

    /// <summary>The mail server has a mail; its row is not committed.</summary>
    public const string MailAfter = "emails.send.after";
}
