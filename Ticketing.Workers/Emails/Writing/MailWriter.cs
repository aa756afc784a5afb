using Microsoft.Extensions.Options;
using MimeKit;
using Ticketing.Core.Calendars;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Emails.Writing.Template;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>Makes mails: HTML and text that say the same, with what belongs to them.</summary>
sealed class MailWriter(IOptions<MailOptions> options, ILoggerFactory loggers, TimeProvider time)
{
    readonly MailboxAddress from = MailboxAddress.Parse(options.Value.From);

    /// <summary>With a picture of each ticket's code, and the showing for the calendar.</summary>
    public async Task<MimeMessage> WriteAsync(MailKey key, TicketMail mail)
    {
        var (booking, texts) = (mail.Booking, new MailTexts(mail.Booking.Language));
        var body = new BodyBuilder
        {
            TextBody = TicketMailText.Write(mail, texts),
            HtmlBody = await MailHtml.RenderAsync<TicketMailPage>(mail, texts, loggers),
        };
        foreach (var (index, ticket) in mail.Tickets.Index())
        {
            var picture = body.LinkedResources.Add($"ticket-{ticket.Seat}.png", QrCode.ToPng(ticket.Code), new ContentType("image", "png"));
            picture.ContentId = ContentId(index + 1);
        }

        body.Attachments.Add(Calendar(booking, texts));
        return Compose(MessageIdOf(key), booking.Recipient, booking.Language, texts, texts.Format("TicketSubject", booking.Film, texts.ShortDateAndTime(booking.StartsAt), mail.Seats), body);
    }

    /// <summary>With what the calendar has to change, where seats were given back.</summary>
    public async Task<MimeMessage> WriteAsync(MailKey key, NoticeMail mail)
    {
        var (booking, texts) = (mail.Booking, new MailTexts(mail.Booking.Language));
        var body = new BodyBuilder
        {
            TextBody = NoticeMailText.Write(mail, texts),
            HtmlBody = await MailHtml.RenderAsync<NoticeMailPage>(mail, texts, loggers),
        };
        if (mail.Kind != MailKind.Refund)
            body.Attachments.Add(Calendar(booking, texts));

        var subject = texts.Format($"{mail.Texts}Subject", booking.Film, texts.ShortDateAndTime(booking.StartsAt), string.Join(", ", mail.Seats));
        return Compose(MessageIdOf(key), booking.Recipient, booking.Language, texts, subject, body);
    }

    public async Task<MimeMessage> WriteAsync(MailKey key, AccountMail mail)
    {
        var texts = new MailTexts(mail.Language);
        var body = new BodyBuilder
        {
            TextBody = AccountMailText.Write(mail, texts),
            HtmlBody = await MailHtml.RenderAsync<AccountMailPage>(mail, texts, loggers),
        };
        // Its own each time, for the second has another link, and mail programs hide what they take for a double.
        var messageId = $"{MessageIdOf(key)}.{Guid.NewGuid():N}";
        return Compose(messageId, mail.Recipient, mail.Language, texts, texts[$"{mail.Kind}Subject"], body);
    }

    /// <summary>The name by which the HTML shows the picture of a ticket, counted from 1.</summary>
    public static string ContentId(int number) => $"ticket-{number}";

    /// <summary>The same for a repeated mail, by which mail programs know a double.</summary>
    static string MessageIdOf(MailKey key) => string.Join('.', key.ToString().ToLowerInvariant().Split(':'));

    MimeMessage Compose(string messageId, string recipient, string language, MailTexts texts, string subject, BodyBuilder body)
    {
        var mail = new MimeMessage
        {
            MessageId = $"{messageId}@{from.Domain}",
            Date = time.GetUtcNow(),
            Subject = subject,
            Body = body.ToMessageBody(),
        };
        mail.From.Add(from.Name is { Length: > 0 } ? from : new MailboxAddress(texts["Sender"], from.Address));
        mail.To.Add(MailboxOf(recipient));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add(HeaderId.ContentLanguage, language);
        return mail;
    }

    /// <exception cref="FutileMessageException">Nothing can be sent there, however often it is tried.</exception>
    static MailboxAddress MailboxOf(string recipient) => EmailAddress.Parse(recipient) is { } address
        ? new MailboxAddress(name: null, address)
        : throw new FutileMessageException("The recipient is no address that mail can be sent to.");

    MimePart Calendar(MailedBooking booking, MailTexts texts)
    {
        // Without the link to the booking: calendars are shared more freely than mails, and who has the link can cancel.
        var entry = new CalendarEntry
        {
            Uid = CalendarEntry.UidOf(booking.Id, from.Domain),
            Sequence = booking.Changes,
            IsCancelled = booking.Seats.Count == 0,
            Summary = texts.Format("CalendarSummary", booking.Film, booking.Cinema),
            Location = $"{booking.Cinema}, {booking.Auditorium}",
            Description = booking.Seats.Count == 0
                ? texts.Format("CalendarDescriptionWithoutSeats", booking.Reference)
                : texts.Format("CalendarDescription", string.Join(", ", booking.Seats), booking.Reference),
            Organizer = from.Address,
            TimeZone = booking.TimeZone,
            StartsAt = booking.StartsAt,
            EndsAt = booking.EndsAt,
            Alarm = texts.Format("CalendarAlarm", booking.Film),
        };
        var type = new ContentType("text", "calendar") { Charset = "utf-8" };
        type.Parameters.Add("method", CalendarFile.Method(entry));
        return new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(CalendarFile.Write(entry, time.GetUtcNow())))),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = $"{booking.Reference}.ics",
        };
    }
}
