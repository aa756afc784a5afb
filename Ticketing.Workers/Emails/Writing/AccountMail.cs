using Ticketing.Core.Mails;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>What a mail says that is about an account; its texts' names begin with the kind.</summary>
/// <param name="Language"><c>ko</c> or <c>en</c>.</param>
/// <param name="Link">What its reader is to do, or may want to.</param>
/// <param name="SecondLink">Another way, named by <c>{kind}SecondButton</c>.</param>
public sealed record AccountMail(MailKind Kind, string Recipient, string Language, Uri Link, Uri? SecondLink);
