namespace Ticketing.Sandbox.Inbox;

/// <summary>A mail as the list shows it.</summary>
/// <param name="Id">Names it in the addresses of the pages, and sorts by time.</param>
/// <param name="To">The envelope's recipients, so blind copies too.</param>
public sealed record ReceivedMail(string Id, string From, IReadOnlyList<string> To, string Subject, DateTimeOffset ReceivedAt);

/// <summary>A mail with all that is in it; <c>null</c> where it has no such part.</summary>
public sealed record MailContent(
    string Id, string From, IReadOnlyList<string> To, string Subject, DateTimeOffset ReceivedAt,
    string? Html, string? Text, IReadOnlyList<MailPart> Attachments);

/// <summary>An attachment, or a picture that the HTML shows by <c>cid:</c>.</summary>
/// <param name="ContentId">Without angle brackets.</param>
public sealed record MailPart(string Name, string ContentType, string? ContentId, string Base64);
