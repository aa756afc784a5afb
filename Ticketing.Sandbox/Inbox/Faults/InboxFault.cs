using System.Text.RegularExpressions;
using Ticketing.Sandbox.Faults;

namespace Ticketing.Sandbox.Inbox.Faults;

/// <summary>A fault of the mail server, for one recipient or for all.</summary>
/// <param name="Recipient">One of the mail's, upper and lower case alike; not known before RCPT.</param>
/// <param name="Reply">E.g. <c>451 4.3.0 Try again later</c>.</param>
sealed partial record InboxFault(
    InboxFaultKind Fault,
    SmtpMoment At,
    string? Recipient = null,
    double? Rate = null,
    int? Times = null,
    string? Reply = null,
    TimeSpan? Delay = null) : IFaultRule
{
    static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    public bool IsAbout(IReadOnlyList<string> recipients) => Recipient is null || recipients.Contains(Recipient, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Errors()
    {
        var errors = new Dictionary<string, string>();
        if (Fault == InboxFaultKind.Reply && At is SmtpMoment.Text or SmtpMoment.Kept)
            errors["at"] = "A reply is given at connect, mail, rcpt, data or end.";
        if (Recipient is not null && At is SmtpMoment.Connect or SmtpMoment.Mail)
            errors["recipient"] = "Not known yet at connect and mail.";
        if (Fault == InboxFaultKind.Reply ? Reply is null || !Refusal().IsMatch(Reply) : Reply is not null)
            errors["reply"] = "Needed by reply and only there: a code from 400 to 599, a space and a text in ASCII.";
        if (Fault == InboxFaultKind.Slow ? Delay is null || Delay <= TimeSpan.Zero || Delay > LongestDelay : Delay is not null)
            errors["delay"] = $"Needed by slow and only there: more than 0, at most {LongestDelay}.";
        return errors;
    }

    [GeneratedRegex(@"^[45][0-9]{2} [ -~]{1,400}\z")]
    private static partial Regex Refusal();
}
