using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Mails;
using Ticketing.Core.Payments;
using Ticketing.Workers.Emails;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Tests.Support.Emails;

/// <summary>Mails without a booking behind them.</summary>
static class TicketMails
{
    public const string PublicUrl = "https://tickets.example";

    static readonly Guid RefundId = Guid.Parse("0190f1e2-0000-7000-8000-0000000000ff");

    // As long as a real one: a signed code is what decides how dense the picture gets.
    public static string ACode(int number) =>
        $"T1.0a1b2c3d.{Base64(110, number)}.{Base64(64, number + 100)}";

    public static MailedBooking ABooking(string language, string film = "Dune: Part Two", int changes = 0, params string[] seats) => new()
    {
        Id = Guid.Parse("0190f1e2-0000-7000-8000-000000000001"),
        Reference = "K7PX2M9QHT",
        Recipient = "mina@example.com",
        Language = language,
        Currency = "KRW",
        Film = film,
        Rating = FilmRating.Age12,
        RuntimeMinutes = 166,
        AudioLanguage = "en",
        SubtitleLanguage = "ko",
        Cinema = language == "ko" ? "서울 강남" : "Seoul Gangnam",
        Auditorium = language == "ko" ? "1관 IMAX" : "Hall 1 IMAX",
        Format = AuditoriumFormat.Imax,
        TimeZone = "Asia/Seoul",
        StartsAt = new DateTimeOffset(2026, 11, 22, 19, 30, 0, TimeSpan.FromHours(9)),
        EndsAt = new DateTimeOffset(2026, 11, 22, 22, 26, 0, TimeSpan.FromHours(9)),
        Seats = seats,
        Changes = changes,
        Link = new Uri($"{PublicUrl}/bookings/0190f1e2-0000-7000-8000-000000000001"),
    };

    public static TicketMail AMail(string language, string film = "Dune: Part Two", bool isCancellable = true) => new(
        ABooking(language, film, 0, "H12", "H13"),
        [
            new MailedTicket("H12", SeatKind.Standard, Concession.Adult, 27_000, ACode(1)),
            new MailedTicket("H13", SeatKind.Wheelchair, Concession.Disabled, 19_500, ACode(2)),
        ],
        isCancellable ? new DateTimeOffset(2026, 11, 22, 19, 10, 0, TimeSpan.FromHours(9)) : null);

    /// <param name="kept">Seats that still have a ticket.</param>
    public static NoticeMail ANotice(string language, MailKind kind, RefundReason reason, params string[] kept) => new(
        ABooking(language, changes: 1, seats: kept), kind, reason, reason == RefundReason.NotBookable ? [] : ["H12"], 27_000);

    public static AccountMail AnAccountMail(string language, MailKind kind) => new(
        kind, "mina@example.com", language, new Uri($"{PublicUrl}/account/somewhere?token={new string('a', 43)}"),
        kind == MailKind.AlreadyRegistered ? new Uri($"{PublicUrl}/account/forgot") : null)
    {
        About = kind is MailKind.AddressConfirmation or MailKind.AddressChangeNotice or MailKind.AddressChangeUndone ? "ACDEFGHJKM" : null,
    };

    public static MailOptions Options(int smtpPort = 25) =>
        new() { Server = new Uri($"smtp://127.0.0.1:{smtpPort}"), PublicUrl = new Uri(PublicUrl) };

    public static Task<MimeMessage> WriteAsync(TicketMail mail) => AWriter().WriteAsync(new MailKey(MailKind.Ticket, mail.Booking.Id), mail);

    public static Task<MimeMessage> WriteAsync(NoticeMail mail) => AWriter().WriteAsync(new MailKey(mail.Kind, RefundId), mail);

    public static Task<MimeMessage> WriteAsync(AccountMail mail) => AWriter().WriteAsync(new MailKey(mail.Kind, RefundId), mail);

    /// <summary>The text of the mail's calendar file, with long lines joined.</summary>
    public static string Calendar(this MimeMessage mail)
    {
        var part = mail.Attachments.OfType<MimePart>().Single(part => part.ContentType.IsMimeType("text", "calendar"));
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return System.Text.Encoding.UTF8.GetString(content.ToArray()).Replace("\r\n ", "", StringComparison.Ordinal);
    }

    static MailWriter AWriter() => new(Microsoft.Extensions.Options.Options.Create(Options()), NullLoggerFactory.Instance, TimeProvider.System);

    static string Base64(int bytes, int seed)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return System.Buffers.Text.Base64Url.EncodeToString(content);
    }
}
