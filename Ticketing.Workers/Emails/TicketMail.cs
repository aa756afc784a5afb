using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Emails;

/// <summary>What a ticket mail says, in the words of its language already, whatever it will look like.</summary>
public sealed record TicketMail
{
    public required Guid BookingId { get; init; }
    public required string Reference { get; init; }
    public required string Recipient { get; init; }

    /// <summary><c>ko</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

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

    /// <summary>On the cinema's clock.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>On the cinema's clock.</summary>
    public required DateTimeOffset EndsAt { get; init; }

    /// <summary>Whole units of <see cref="Currency"/>.</summary>
    public required long Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>In the order of the seats.</summary>
    public required IReadOnlyList<MailedTicket> Tickets { get; init; }

    public string Seats => string.Join(", ", Tickets.Select(ticket => ticket.Seat));
}

/// <param name="Seat">As printed, e.g. <c>H12</c>.</param>
/// <param name="Price">Whole units of the mail's currency.</param>
/// <param name="Code">What its QR code says.</param>
public sealed record MailedTicket(string Seat, SeatKind Kind, Concession Concession, long Price, string Code);
