namespace Ticketing.Workers.Emails.Writing;

/// <summary>A visit to the cinema as calendars know it.</summary>
public sealed record CalendarEntry
{
    /// <summary>The same in all mails of a booking: by it a calendar finds the entry to change or to take out.</summary>
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

    /// <summary>What the alarm says, <see cref="CalendarFile.AlarmBefore"/> the start.</summary>
    public required string Alarm { get; init; }
}
