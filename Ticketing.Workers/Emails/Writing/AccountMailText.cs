using Ticketing.Core.Mails;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>The mail for programs and people that read plain text.</summary>
static class AccountMailText
{
    public static string Write(AccountMail mail, MailTexts texts) =>
        $"""
        {texts[$"{mail.Kind}Heading"]}

        {Intro(mail, texts)}

        {string.Join("\n\n", Links(mail, texts).Select(link => $"{link.Words}:\n{link.Address.AbsoluteUri}"))}

        {texts[$"{mail.Kind}Note"]}

        {texts["WhyThisAccountMail"]}

        """;

    public static string Intro(AccountMail mail, MailTexts texts) => texts.Format($"{mail.Kind}Intro", mail.About);

    /// <summary>The HTML has the same as buttons.</summary>
    public static IEnumerable<(string Words, Uri Address)> Links(AccountMail mail, MailTexts texts)
    {
        yield return (texts[$"{mail.Kind}Button"], mail.Link);
        if (mail.SecondLink is { } second)
            yield return (texts[$"{mail.Kind}SecondButton"], second);
    }
}

/// <summary>What a mail says that is about an account or an address; its texts' names begin with the kind.</summary>
/// <param name="Language"><c>ko</c> or <c>en</c>.</param>
/// <param name="Link">What its reader is to do, or may want to.</param>
/// <param name="SecondLink">Another way, named by <c>{kind}SecondButton</c>.</param>
public sealed record AccountMail(MailKind Kind, string Recipient, string Language, Uri Link, Uri? SecondLink)
{
    /// <summary>A booking's reference, which the text names; null for what is about an account.</summary>
    public string? About { get; init; }
}
