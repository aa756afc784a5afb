namespace Ticketing.Core.Mails;

/// <summary>Setting <c>Mail:From</c>: whom mails, and calendar entries, are from.</summary>
public static class MailSender
{
    /// <summary>An address, with or without a name before it.</summary>
    public const string Default = "tickets@ticketing.example";
}
