using System.Text.RegularExpressions;
using Ticketing.Sandbox.Faults;

namespace Ticketing.Sandbox.Inbox.Faults;

/// <summary>Lets the faults that are switched on strike.</summary>
sealed class InboxFaults(FaultBoard<InboxFault> board, TimeProvider time)
{
    /// <summary>The reply to give in place of the usual one; null where the mail goes on.</summary>
    /// <exception cref="IOException">The connection is to be dropped.</exception>
    public async Task<string?> StrikeAsync(SmtpMoment moment, IReadOnlyList<string> recipients, CancellationToken cancellation)
    {
        var struck = board.Draw(rule => rule.At == moment && rule.IsAbout(recipients), rule => rule.Fault != InboxFaultKind.Slow);
        foreach (var fault in struck)
        {
            switch (fault.Fault)
            {
                case InboxFaultKind.Slow:
                    await Task.Delay(fault.Delay!.Value, time, cancellation);
                    break;
                case InboxFaultKind.Drop:
                    throw new IOException($"A fault is switched on: the connection is dropped at {moment}.");
                case InboxFaultKind.Reply:
                    return fault.Reply;
            }
        }

        return null;
    }
}

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

/// <summary>When in a mail's way something can go wrong.</summary>
enum SmtpMoment
{
    /// <summary>In place of the welcome; the connection ends.</summary>
    Connect,

    /// <summary>At MAIL.</summary>
    Mail,

    /// <summary>At RCPT.</summary>
    Rcpt,

    /// <summary>At DATA, before any text.</summary>
    Data,

    /// <summary>While the text comes, before its final dot.</summary>
    Text,

    /// <summary>After the final dot, before the mail is kept.</summary>
    End,

    /// <summary>After the mail was kept, before that is said: whoever sends it again makes a duplicate.</summary>
    Kept,
}

/// <summary>What can go wrong with a mail server.</summary>
enum InboxFaultKind
{
    /// <summary>A 4xx or 5xx in place of what would be said.</summary>
    Reply,

    /// <summary>It goes on, but later.</summary>
    Slow,

    /// <summary>The connection ends without a word.</summary>
    Drop,
}
