using System.Text.RegularExpressions;

namespace Ticketing.Sandbox.Inbox.Pages;

/// <summary>Shows a mail's HTML as a mail program would: its own pictures in place, links in another window.</summary>
static partial class InlinePictures
{
    public static string Show(MailContent mail) =>
        "<base target=\"_blank\">" + ContentIds().Replace(mail.Html ?? "", found => DataAddress(mail, found.Groups["id"].Value) ?? found.Value);

    static string? DataAddress(MailContent mail, string contentId) =>
        mail.Attachments.FirstOrDefault(part => part.ContentId == Uri.UnescapeDataString(contentId)) is { } part
            ? $"data:{part.ContentType};base64,{part.Base64}"
            : null;

    [GeneratedRegex("""(?<=\bsrc\s*=\s*["'])cid:(?<id>[^"']+)""", RegexOptions.IgnoreCase)]
    private static partial Regex ContentIds();
}
