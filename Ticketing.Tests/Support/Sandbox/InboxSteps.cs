using System.Net.Http.Json;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>The inbox as programs read it.</summary>
static class InboxSteps
{
    public static async Task<IReadOnlyList<KeptMail>> MailsToAsync(this SandboxProcess sandbox, string recipient) =>
        (await sandbox.Browser.GetFromJsonAsync<KeptMail[]>($"/inbox/messages?to={Uri.EscapeDataString(recipient)}"))!;

    /// <summary>The only mail to somebody, with all that is in it.</summary>
    public static async Task<KeptMail> MailToAsync(this SandboxProcess sandbox, string recipient)
    {
        var mail = (await sandbox.MailsToAsync(recipient)).ShouldHaveSingleItem();
        return (await sandbox.Browser.GetFromJsonAsync<KeptMail>($"/inbox/messages/{mail.Id}"))!;
    }
}

public sealed record KeptMail(
    string Id, string From, string[] To, string Subject, DateTimeOffset ReceivedAt, string? Html, string? Text, KeptPart[]? Attachments);

public sealed record KeptPart(string Name, string ContentType, string? ContentId, string Base64);
