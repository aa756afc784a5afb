using System.Text;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Ticketing.Core.Calendars;
using Ticketing.Core.Mails;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Emails;

/// <summary>What the attached file puts into a calendar, and takes out again.</summary>
public sealed class CalendarTests
{
    const string Uid = "UID:booking-0190f1e2000070008000000000000001@ticketing.example";

    [Theory]
    [InlineData("ko", "SUMMARY:Dune: Part Two · 서울 강남", "LOCATION:서울 강남\\, 1관 IMAX", "DESCRIPTION:좌석 H12\\, H13. 예매 번호 K7PX2M9QHT.")]
    [InlineData("en", "SUMMARY:Dune: Part Two at Seoul Gangnam", "LOCATION:Seoul Gangnam\\, Hall 1 IMAX", "DESCRIPTION:Seats H12\\, H13. Booking reference K7PX2M9QHT.")]
    public async Task TicketMail_InEitherLanguage_EntersTheShowingWithAnAlarm(string language, params string[] lines)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.AMail(language));

        var part = mail.Attachments.ShouldHaveSingleItem().ShouldBeOfType<MimePart>();
        (part.FileName, part.ContentType.Parameters["method"], part.ContentType.Charset).ShouldBe(("K7PX2M9QHT.ics", "PUBLISH", "utf-8"));
        var written = mail.Calendar().Split("\r\n");
        written.ShouldBeInOrder("BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:PUBLISH", "BEGIN:VTIMEZONE", "TZID:Asia/Seoul", "TZOFFSETTO:+0900", "END:VTIMEZONE");
        written.ShouldBeInOrder("BEGIN:VEVENT", Uid, "SEQUENCE:0", "DTSTART;TZID=Asia/Seoul:20261122T193000", "DTEND;TZID=Asia/Seoul:20261122T222600", "STATUS:CONFIRMED");
        written.ShouldBeInOrder("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT60M", "END:VALARM", "END:VEVENT", "END:VCALENDAR", "");
        written.ShouldContain("ORGANIZER:mailto:tickets@ticketing.example");
        foreach (var line in lines)
            written.ShouldContain(line);
        // Who has the link can cancel, and calendars are shared.
        mail.Calendar().ShouldNotContain("http");
    }

    [Theory]
    [InlineData(MailKind.Cancellation, RefundReason.CustomerCancelled)]
    [InlineData(MailKind.ShowingCancelled, RefundReason.ShowingCancelled)]
    public async Task NoticeMail_WhenNoSeatIsLeft_TakesTheSameEntryOut(MailKind kind, RefundReason reason)
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.ANotice("ko", kind, reason));

        mail.Attachments.Single().ContentType.Parameters["method"].ShouldBe("CANCEL");
        var written = mail.Calendar().Split("\r\n");
        written.ShouldBeInOrder("METHOD:CANCEL", Uid, "SEQUENCE:1", "STATUS:CANCELLED");
        written.ShouldNotContain("BEGIN:VALARM");
        written.ShouldContain("DESCRIPTION:예매 번호 K7PX2M9QHT.");
    }

    [Fact]
    public async Task NoticeMail_WhenSeatsAreLeft_ChangesTheSameEntry()
    {
        using var mail = await TicketMails.WriteAsync(TicketMails.ANotice("en", MailKind.Cancellation, RefundReason.CustomerCancelled, "H13"));

        mail.Calendar().Split("\r\n").ShouldBeInOrder("METHOD:PUBLISH", Uid, "SEQUENCE:1", "STATUS:CONFIRMED", "DESCRIPTION:Seats H13. Booking reference K7PX2M9QHT.");
    }

    [Fact]
    public void Write_WhenLinesAreLong_FoldsThemBetweenCharacters()
    {
        var film = string.Concat(Enumerable.Repeat("파묘 🎬; ", 40));

        var written = CalendarFile.Write(AnEntry(film, TimeSpan.FromHours(9)), new FakeTimeProvider().GetUtcNow());

        written.Split("\r\n").ShouldAllBe(line => Encoding.UTF8.GetByteCount(line) <= 75);
        written.ShouldNotContain('\uFFFD');
        written.Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain($"SUMMARY:{film.Replace(";", "\\;", StringComparison.Ordinal)}\r\n");
    }

    [Fact]
    public void Write_WhenATitleHasLinesAndBackslashes_KeepsThemInItsOwnLine()
    {
        var written = CalendarFile.Write(AnEntry("a\\b\r\nEND:VEVENT\nc", TimeSpan.FromHours(-3.5)), new FakeTimeProvider().GetUtcNow());

        written.ShouldContain("SUMMARY:a\\\\b\\nEND:VEVENT\\nc\r\n");
        written.ShouldContain("TZOFFSETTO:-0330\r\n");
    }

    [Fact]
    public void Write_WhenSummerTimeEndsDuringTheShowing_KeepsItsLength()
    {
        var entry = AnEntry("Dune", TimeSpan.Zero) with
        {
            StartsAt = new DateTimeOffset(2026, 11, 1, 0, 30, 0, TimeSpan.FromHours(-2.5)),
            EndsAt = new DateTimeOffset(2026, 11, 1, 1, 30, 0, TimeSpan.FromHours(-3.5)),
        };

        var written = CalendarFile.Write(entry, new FakeTimeProvider().GetUtcNow()).Split("\r\n");

        // The file knows one offset, that of the beginning.
        written.ShouldBeInOrder("TZOFFSETTO:-0230", "DTSTART;TZID=America/St_Johns:20261101T003000", "DTEND;TZID=America/St_Johns:20261101T023000");
    }

    static CalendarEntry AnEntry(string summary, TimeSpan offset) => new()
    {
        Uid = "booking-1@ticketing.example",
        Sequence = 0,
        IsCancelled = false,
        Summary = summary,
        Location = "",
        Description = "",
        Organizer = "tickets@ticketing.example",
        TimeZone = "America/St_Johns",
        StartsAt = new DateTimeOffset(2026, 11, 22, 19, 30, 0, offset),
        EndsAt = new DateTimeOffset(2026, 11, 22, 21, 30, 0, offset),
        Alarm = "",
    };
}

static class LineAssertions
{
    /// <summary>Other lines may stand between them.</summary>
    public static void ShouldBeInOrder(this IEnumerable<string> lines, params string[] expected) =>
        lines.Where(expected.Contains).ShouldBe(expected);
}
