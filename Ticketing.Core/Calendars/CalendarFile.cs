using System.Globalization;
using System.Text;

namespace Ticketing.Core.Calendars;

/// <summary>Writes a calendar entry as iCalendar (RFC 5545), to be published or cancelled (RFC 5546).</summary>
public static class CalendarFile
{
    public static readonly TimeSpan AlarmBefore = TimeSpan.FromHours(1);

    /// <summary>Octets, as section 3.1 limits them.</summary>
    const int LongestLine = 75;

    const string Local = "yyyyMMdd'T'HHmmss";

    /// <summary>What its receiver is to do with the entry: also said beside the file, by its content type.</summary>
    public static string Method(CalendarEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.IsCancelled ? "CANCEL" : "PUBLISH";
    }

    public static string Write(CalendarEntry entry, DateTimeOffset now) => string.Concat(Lines(entry, now).Select(line => $"{Fold(line)}\r\n"));

    static IEnumerable<string> Lines(CalendarEntry entry, DateTimeOffset now) =>
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ticketing//Mails//EN",
        $"METHOD:{Method(entry)}",
        .. Zone(entry),
        "BEGIN:VEVENT",
        $"UID:{entry.Uid}",
        $"SEQUENCE:{entry.Sequence.ToString(CultureInfo.InvariantCulture)}",
        $"DTSTAMP:{now.UtcDateTime.ToString($"{Local}'Z'", CultureInfo.InvariantCulture)}",
        $"DTSTART;TZID={entry.TimeZone}:{entry.StartsAt.ToString(Local, CultureInfo.InvariantCulture)}",
        $"DTEND;TZID={entry.TimeZone}:{entry.EndsAt.ToOffset(entry.StartsAt.Offset).ToString(Local, CultureInfo.InvariantCulture)}",
        $"STATUS:{(entry.IsCancelled ? "CANCELLED" : "CONFIRMED")}",
        $"ORGANIZER:mailto:{entry.Organizer}",
        $"SUMMARY:{Escape(entry.Summary)}",
        $"LOCATION:{Escape(entry.Location)}",
        $"DESCRIPTION:{Escape(entry.Description)}",
        .. entry.IsCancelled ? [] : Alarm(entry),
        "END:VEVENT",
        "END:VCALENDAR",
    ];

    /// <summary>The zone with the offset of that day, which is all that this one entry needs of its rules.</summary>
    static IEnumerable<string> Zone(CalendarEntry entry)
    {
        var offset = $"{(entry.StartsAt.Offset < TimeSpan.Zero ? '-' : '+')}{entry.StartsAt.Offset:hhmm}";
        return
        [
            "BEGIN:VTIMEZONE", $"TZID:{entry.TimeZone}", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            $"TZOFFSETFROM:{offset}", $"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE",
        ];
    }

    static IEnumerable<string> Alarm(CalendarEntry entry) =>
    [
        "BEGIN:VALARM", "ACTION:DISPLAY", $"TRIGGER:-PT{AlarmBefore.TotalMinutes.ToString(CultureInfo.InvariantCulture)}M",
        $"DESCRIPTION:{Escape(entry.Alarm)}", "END:VALARM",
    ];

    static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .ReplaceLineEndings("\\n");

    /// <summary>Continues long lines with a space, never in the middle of a character.</summary>
    static string Fold(string line)
    {
        var folded = new StringBuilder();
        var length = 0;
        foreach (var character in line.EnumerateRunes())
        {
            if (length + character.Utf8SequenceLength > LongestLine)
            {
                folded.Append("\r\n ");
                length = 1;
            }

            folded.Append(character);
            length += character.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}

/// <summary>A visit to the cinema as calendars know it.</summary>
public sealed record CalendarEntry
{
    /// <summary>See <see cref="UidOf"/>: by it a calendar finds the entry to change or to take out.</summary>
    public required string Uid { get; init; }

    /// <summary>Grows with each change.</summary>
    public required int Sequence { get; init; }

    public required bool IsCancelled { get; init; }
    public required string Summary { get; init; }
    public required string Location { get; init; }
    public required string Description { get; init; }

    /// <summary>An e-mail address.</summary>
    public required string Organizer { get; init; }

    /// <summary>As in <c>Asia/Seoul</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>On the clock of that zone.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>On the clock of that zone.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>The same in all mails of a booking, and on its page.</summary>
    /// <param name="sender">The host of our mails' address.</param>
    public static string UidOf(Guid bookingId, string sender) => $"booking-{bookingId:N}@{sender}";

    /// <summary>What the alarm says, <see cref="CalendarFile.AlarmBefore"/> the start.</summary>
    public required string Alarm { get; init; }
}
