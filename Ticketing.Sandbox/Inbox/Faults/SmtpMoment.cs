namespace Ticketing.Sandbox.Inbox.Faults;

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
