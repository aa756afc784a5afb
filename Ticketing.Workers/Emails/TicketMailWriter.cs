using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Options;
using MimeKit;
using Ticketing.Workers.Emails.Template;

namespace Ticketing.Workers.Emails;

/// <summary>Makes the mail: HTML and text that say the same, and a picture per ticket.</summary>
sealed class TicketMailWriter(IOptions<MailOptions> options, ILoggerFactory loggers, TimeProvider time)
{
    // Korean as it is, not as entities.
    static readonly IServiceProvider Rendering =
        new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();

    public async Task<MimeMessage> WriteAsync(TicketMail ticketMail)
    {
        var texts = new MailTexts(ticketMail.Language);
        var link = new Uri(options.Value.PublicUrl!, $"/bookings/{ticketMail.BookingId}").ToString();
        var from = MailboxAddress.Parse(options.Value.From);
        var mail = new MimeMessage
        {
            // The same for a repeated mail, by which mail programs know a double.
            MessageId = $"ticket.{ticketMail.BookingId:N}@{from.Domain}",
            Date = time.GetUtcNow(),
            Subject = texts.Format("Subject", ticketMail.Film, texts.ShortDate(ticketMail.StartsAt), texts.Time(ticketMail.StartsAt), ticketMail.Seats),
            Body = await BodyAsync(ticketMail, texts, link),
        };
        mail.From.Add(from.Name is { Length: > 0 } ? from : new MailboxAddress(texts["Sender"], from.Address));
        mail.To.Add(MailboxAddress.Parse(ticketMail.Recipient));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add(HeaderId.ContentLanguage, ticketMail.Language);
        return mail;
    }

    /// <summary>The name by which the HTML shows the picture of a ticket, counted from 1.</summary>
    public static string ContentId(int number) => $"ticket-{number}";

    async Task<MimeEntity> BodyAsync(TicketMail ticketMail, MailTexts texts, string link)
    {
        var body = new BodyBuilder { TextBody = TicketMailText.Write(ticketMail, texts, link), HtmlBody = await HtmlAsync(ticketMail, texts, link) };
        foreach (var (index, ticket) in ticketMail.Tickets.Index())
        {
            var picture = body.LinkedResources.Add($"ticket-{ticket.Seat}.png", QrCode.ToPng(ticket.Code), new ContentType("image", "png"));
            picture.ContentId = ContentId(index + 1);
        }

        return body.ToMessageBody();
    }

    async Task<string> HtmlAsync(TicketMail ticketMail, MailTexts texts, string link)
    {
        await using var renderer = new HtmlRenderer(Rendering, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(TicketMailPage.Mail)] = ticketMail,
            [nameof(TicketMailPage.Texts)] = texts,
            [nameof(TicketMailPage.Link)] = link,
        });
        return await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<TicketMailPage>(parameters)).ToHtmlString());
    }
}
