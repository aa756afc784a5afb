using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Emails;

namespace Ticketing.Tests.Emails;

/// <summary>Mails without a booking behind them.</summary>
static class TicketMails
{
    public const string PublicUrl = "https://tickets.example";

    // As long as a real one: a signed code is what decides how dense the picture gets.
    public static string ACode(int number) =>
        $"T1.0a1b2c3d.{Base64(110, number)}.{Base64(64, number + 100)}";

    public static TicketMail AMail(string language, string film = "Dune: Part Two") => new()
    {
        BookingId = Guid.Parse("0190f1e2-0000-7000-8000-000000000001"),
        Reference = "K7PX2M9QHT",
        Recipient = "mina@example.com",
        Language = language,
        Film = film,
        Rating = FilmRating.Age12,
        RuntimeMinutes = 166,
        AudioLanguage = "en",
        SubtitleLanguage = "ko",
        Cinema = language == "ko" ? "서울 강남" : "Seoul Gangnam",
        Auditorium = language == "ko" ? "1관 IMAX" : "Hall 1 IMAX",
        Format = AuditoriumFormat.Imax,
        StartsAt = new DateTimeOffset(2026, 11, 22, 19, 30, 0, TimeSpan.FromHours(9)),
        EndsAt = new DateTimeOffset(2026, 11, 22, 22, 26, 0, TimeSpan.FromHours(9)),
        Amount = 46_500,
        Currency = "KRW",
        Tickets =
        [
            new MailedTicket("H12", SeatKind.Standard, Concession.Adult, 27_000, ACode(1)),
            new MailedTicket("H13", SeatKind.Wheelchair, Concession.Disabled, 19_500, ACode(2)),
        ],
    };

    public static MailOptions Options(int smtpPort = 25) =>
        new() { Server = new Uri($"smtp://127.0.0.1:{smtpPort}"), PublicUrl = new Uri(PublicUrl) };

    public static TicketMailWriter AWriter() =>
        new(Microsoft.Extensions.Options.Options.Create(Options()), NullLoggerFactory.Instance, TimeProvider.System);

    public static Task<MimeMessage> WriteAsync(TicketMail mail) => AWriter().WriteAsync(mail);

    static string Base64(int bytes, int seed)
    {
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        return System.Buffers.Text.Base64Url.EncodeToString(content);
    }
}
