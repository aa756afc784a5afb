using MimeKit;

namespace Ticketing.Sandbox.Inbox;

/// <summary>Takes a message apart for people and programs that do not speak MIME.</summary>
static class MailReader
{
    public static async Task<MailContent?> ReadAsync(this Mailbox mailbox, string id, CancellationToken cancellation)
    {
        if (mailbox.Find(id) is not { } mail)
            return null;

        using var message = await mailbox.OpenAsync(id, cancellation);
        return message is null
            ? null
            : new MailContent(
                mail.Id, mail.From, mail.To, mail.Subject, mail.ReceivedAt, message.HtmlBody, message.TextBody,
                [.. message.BodyParts.Where(part => !IsBody(part)).Select(Part)]);
    }

    static bool IsBody(MimeEntity part) => part is TextPart { IsAttachment: false };

    static MailPart Part(MimeEntity part, int index) => new(
        part.ContentDisposition?.FileName ?? part.ContentType.Name ?? $"part-{index + 1}",
        part.ContentType.MimeType,
        part.ContentId,
        Convert.ToBase64String(Bytes(part)));

    static byte[] Bytes(MimeEntity part)
    {
        using var bytes = new MemoryStream();
        switch (part)
        {
            case MimePart { Content: { } content }:
                content.DecodeTo(bytes);
                break;
            case MessagePart { Message: { } attached }:
                attached.WriteTo(bytes);
                break;
        }

        return bytes.ToArray();
    }
}
