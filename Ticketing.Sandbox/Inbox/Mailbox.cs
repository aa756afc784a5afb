using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;
using Ticketing.Sandbox.Inbox.Smtp;

namespace Ticketing.Sandbox.Inbox;

/// <summary>All mails for everybody: one <c>.eml</c> file each, in a folder beside the ledger, with a list of them in memory.</summary>
sealed class Mailbox
{
    const string Extension = ".eml";
    const string IdFormat = "yyyyMMddHHmmssfff";
    const string EnvelopeFrom = "Return-Path";
    const string EnvelopeTo = "Delivered-To";

    readonly string folder;
    readonly TimeProvider time;
    ImmutableList<ReceivedMail> mails;

    public Mailbox(IOptions<SandboxOptions> options, TimeProvider time)
    {
        this.time = time;
        folder = Path.ChangeExtension(Path.GetFullPath(options.Value.LedgerPath), ".mails");
        Directory.CreateDirectory(folder);
        mails = [.. Directory.EnumerateFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal).Select(Load)];
    }

    /// <summary>Newest first.</summary>
    public IEnumerable<ReceivedMail> Mails => mails.Reverse();

    /// <summary>Keeps a mail on the disk; answers its id, or null when it is no message at all.</summary>
    public async Task<string?> KeepAsync(SmtpEnvelope envelope, byte[] content, CancellationToken cancellation)
    {
        var receivedAt = time.GetUtcNow();
        var id = $"{receivedAt.UtcDateTime.ToString(IdFormat, CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        byte[] traced = [.. Trace(envelope, receivedAt, id), .. content];
        try
        {
            var mail = Describe(id, await MimeMessage.LoadAsync(new MemoryStream(traced), cancellation));
            await WriteAsync(id, traced, cancellation);
            ImmutableInterlocked.Update(ref mails, list => list.Add(mail));
            return id;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <returns>Null when there is no such mail.</returns>
    public async Task<MimeMessage?> OpenAsync(string id, CancellationToken cancellation) =>
        Find(id) is null ? null : await MimeMessage.LoadAsync(FilePath(id), cancellation);

    public ReceivedMail? Find(string id) => mails.Find(mail => mail.Id == id);

    // Trace headers as RFC 5321 section 4.4 wants them; they also keep the envelope with the mail.
    // Addresses have passed the syntax check of MAIL and RCPT, so none can end its header.
    static byte[] Trace(SmtpEnvelope envelope, DateTimeOffset receivedAt, string id) => Encoding.UTF8.GetBytes(string.Concat(
        [
            $"{EnvelopeFrom}: <{envelope.From}>\r\n",
            .. envelope.Recipients.Select(recipient => $"{EnvelopeTo}: {recipient}\r\n"),
            $"Received: by sandbox.localhost with ESMTP id {id}; {DateUtils.FormatDate(receivedAt)}\r\n",
        ]));

    async Task WriteAsync(string id, byte[] content, CancellationToken cancellation)
    {
        // Under another name first: a crash leaves no half mail in the list.
        var unfinished = Path.Combine(folder, $"{id}.part");
        await using (var file = new FileStream(unfinished, FileMode.CreateNew))
        {
            await file.WriteAsync(content, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, FilePath(id));
    }

    ReceivedMail Load(string path)
    {
        using var message = MimeMessage.Load(path);
        return Describe(Path.GetFileNameWithoutExtension(path), message);
    }

    static ReceivedMail Describe(string id, MimeMessage message) => new(
        id,
        message.From.Count > 0 ? message.From.ToString() : message.Headers[EnvelopeFrom] ?? "",
        [.. message.Headers.Where(header => header.Field == EnvelopeTo).Select(header => header.Value)],
        message.Subject ?? "",
        DateTimeOffset.ParseExact(id[..IdFormat.Length], IdFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    string FilePath(string id) => Path.Combine(folder, id + Extension);
}

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
