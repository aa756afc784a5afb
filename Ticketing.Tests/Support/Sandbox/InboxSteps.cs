using System.Net.Http.Json;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>The customers' mailboxes, as the sandbox keeps them: the system's, or one of a test's own.</summary>
static class InboxSteps
{
    /// <summary>The newest mail to somebody, as soon as there is one.</summary>
    public static async Task<Mail> MailAsync(this TicketingApp app, string recipient)
    {
        using var sandbox = app.CreateClient("sandbox");
        var mails = await Eventually.BecomesAsync(() => MailsAsync(sandbox, recipient), mails => mails.Length > 0);
        return await MailAsync(sandbox, mails[0]);
    }

    public static async Task<Mail[]> MailsAsync(this TicketingApp app, string recipient)
    {
        using var sandbox = app.CreateClient("sandbox");
        return await MailsAsync(sandbox, recipient);
    }

    public static async Task<IReadOnlyList<Mail>> MailsToAsync(this SandboxProcess sandbox, string recipient) => await MailsAsync(sandbox.Browser, recipient);

    /// <summary>The only mail to somebody, with all that is in it.</summary>
    public static async Task<Mail> MailToAsync(this SandboxProcess sandbox, string recipient) =>
        await MailAsync(sandbox.Browser, (await sandbox.MailsToAsync(recipient)).ShouldHaveSingleItem());

    /// <summary>The newest first, without what is in them.</summary>
    static async Task<Mail[]> MailsAsync(HttpClient sandbox, string recipient) =>
        (await sandbox.GetFromJsonAsync<Mail[]>($"/inbox/messages?to={Uri.EscapeDataString(recipient)}"))!;

    static async Task<Mail> MailAsync(HttpClient sandbox, Mail listed) => (await sandbox.GetFromJsonAsync<Mail>($"/inbox/messages/{listed.Id}"))!;
}

/// <param name="Html">As its text and attachments empty or null in lists.</param>
public sealed record Mail(
    string Id, string From, string[] To, string Subject, DateTimeOffset ReceivedAt, string Html, string Text, MailPart[] Attachments);

public sealed record MailPart(string Name, string ContentType, string? ContentId, string Base64);
