using System.Net.Mime;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Sandbox.Pages;

namespace Ticketing.Sandbox.Inbox.Pages;

/// <summary>The inbox for people.</summary>
static class InboxPageEndpoints
{
    // The mail is a stranger's: no scripts, no forms, nothing loaded from anywhere.
    const string MailPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'";

    public static void MapInboxPages(this IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapGroup("/inbox").AsPages();
        inbox.MapGet("/", (Mailbox mailbox) => new RazorComponentResult<InboxPage>(new { mailbox.Mails }));
        inbox.MapGet("/{id}", Show);
        inbox.MapGet("/{id}/html", ShowHtml);
        inbox.MapGet("/{id}/attachments/{number:int}", Download);
    }

    static async Task<Results<RazorComponentResult<MailPage>, NotFound>> Show(
        string id, Mailbox mailbox, CancellationToken cancellation, string? view = null) =>
        await mailbox.ReadAsync(id, cancellation) is { } mail
            ? new RazorComponentResult<MailPage>(new { Mail = mail, ShowsText = view == "text" || mail.Html is null })
            : TypedResults.NotFound();

    static async Task<Results<ContentHttpResult, NotFound>> ShowHtml(string id, Mailbox mailbox, HttpResponse response, CancellationToken cancellation)
    {
        if (await mailbox.ReadAsync(id, cancellation) is not { Html: not null } mail)
            return TypedResults.NotFound();

        response.Headers.ContentSecurityPolicy = MailPolicy;
        return TypedResults.Content(InlinePictures.Show(mail), "text/html; charset=utf-8");
    }

    static async Task<Results<FileContentHttpResult, NotFound>> Download(string id, int number, Mailbox mailbox, CancellationToken cancellation)
    {
        var part = (await mailbox.ReadAsync(id, cancellation))?.Attachments.ElementAtOrDefault(number);
        // Always to be saved, never to be shown: an attached page would run as ours.
        return part is null
            ? TypedResults.NotFound()
            : TypedResults.File(Convert.FromBase64String(part.Base64), MediaTypeNames.Application.Octet, part.Name);
    }
}

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
