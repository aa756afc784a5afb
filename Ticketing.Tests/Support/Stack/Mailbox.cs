using System.Net.Http.Json;

namespace Ticketing.Tests.Support.Stack;

/// <summary>The customers' mailboxes, as the sandbox keeps them.</summary>
static class Mailbox
{
    public static async Task<Mail> MailAsync(this TicketingApp app, string recipient)
    {
        using var sandbox = app.CreateClient("sandbox");
        var mails = await Eventually.BecomesAsync(() => app.MailsAsync(recipient), mails => mails.Length > 0);
        return (await sandbox.GetFromJsonAsync<Mail>($"/inbox/messages/{mails[0].Id}"))!;
    }

    public static async Task<MailSummary[]> MailsAsync(this TicketingApp app, string recipient)
    {
        using var sandbox = app.CreateClient("sandbox");
        return (await sandbox.GetFromJsonAsync<MailSummary[]>($"/inbox/messages?to={Uri.EscapeDataString(recipient)}"))!;
    }
}

sealed record MailSummary(string Id, string Subject);

sealed record Mail(string Id, string From, string[] To, string Subject, string Html, string Text, MailAttachment[] Attachments);

sealed record MailAttachment(string Name, string ContentType, string? ContentId, string Base64);
