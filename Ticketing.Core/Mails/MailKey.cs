namespace Ticketing.Core.Mails;

/// <summary>Names a mail by its cause, so that a cause leads to one mail however often its message comes.</summary>
/// <param name="Cause">Id of the booking (tickets), of the refund (everything about giving back), of the request or its message (accounts).</param>
/// <param name="ResendId">Of the wish that a mail that went out before goes out again; null for the first.</param>
public sealed record MailKey(MailKind Kind, Guid Cause, Guid? ResendId = null)
{
    /// <summary>E.g. <c>Ticket:{cause}</c>, <c>Ticket:{cause}:{resend id}</c>.</summary>
    public override string ToString() => ResendId is { } resend ? $"{Kind}:{Cause}:{resend}" : $"{Kind}:{Cause}";
}
