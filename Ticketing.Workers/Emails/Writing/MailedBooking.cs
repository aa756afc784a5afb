
namespace Ticketing.Workers.Emails.Writing;

/// <summary>What every mail tells of a booking, in the words of its language already.</summary>
public sealed record MailedBooking
{
    public required Guid Id { get; init; }
    public required string Reference { get; init; }
    public required string Recipient { get; init; }

    /// <summary><c>ko</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    /// <summary>ISO 4217 code of all its amounts.</summary>
    public required string Currency { get; init; }

    public required string Film { get; init; }
    public required FilmRating Rating { get; init; }
    public required int RuntimeMinutes { get; init; }

    /// <summary>ISO 639-1 code.</summary>
    public required string AudioLanguage { get; init; }

    /// <summary>ISO 639-1 code, null without subtitles.</summary>
    public required string? SubtitleLanguage { get; init; }

    public required string Cinema { get; init; }
    public required string Auditorium { get; init; }
    public required AuditoriumFormat Format { get; init; }

    /// <summary>The cinema's, as in <c>Asia/Seoul</c>.</summary>
    public required string TimeZone { get; init; }

    /// <summary>On the cinema's clock.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>On the cinema's clock.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>As printed, e.g. <c>H12</c>: those that have a valid ticket, in their order.</summary>
    public required IReadOnlyList<string> Seats { get; init; }

    /// <summary>How often something was given back: later calendar entries replace earlier ones by it.</summary>
    public required int Changes { get; init; }

    /// <summary>Where it is shown.</summary>
    public required Uri Link { get; init; }
}
