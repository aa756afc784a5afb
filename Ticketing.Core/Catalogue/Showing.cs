namespace Ticketing.Core.Catalogue;

/// <summary>One screening of a film in an auditorium. All times are instants in UTC.</summary>
public sealed class Showing
{
    public long Id { get; init; }
    public required string FilmId { get; init; }
    public Film Film { get; init; } = null!;
    public required string AuditoriumId { get; init; }
    public Auditorium Auditorium { get; init; } = null!;
    public required string PricePlanId { get; init; }
    public PricePlan PricePlan { get; init; } = null!;

    public required DateTimeOffset StartsAt { get; set; }
    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>Before this instant nothing is held or sold.</summary>
    public required DateTimeOffset SaleOpensAt { get; set; }

    /// <summary>From this instant nothing is held, sold or confirmed any more.</summary>
    public required DateTimeOffset CutoffAt { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>ISO 639-1 code of the spoken language.</summary>
    public required string AudioLanguage { get; set; }

    /// <summary>ISO 639-1 code, null without subtitles.</summary>
    public string? SubtitleLanguage { get; set; }

    /// <summary>Whether tickets may be taken at this instant.</summary>
    public bool IsOnSale(DateTimeOffset now) => CancelledAt is null && SaleOpensAt <= now && now < CutoffAt;

    /// <summary>In whole units of the plan's currency. Needs the plan and the auditorium with its cinema loaded.</summary>
    public long PriceOf(Concession concession) =>
        PricePlan.PriceOf(WallClock.At(StartsAt, Auditorium.Cinema.TimeZone).DateTime, Auditorium.Format, concession);
}

/// <summary>
/// A showing that will not take place. How far it has come stands in the bookings themselves, so whoever goes on with it needs nothing else.
/// </summary>
public sealed class ShowingCancellation
{
    public const int LongestReason = 200;

    public required long ShowingId { get; init; }

    /// <summary>In the staff's words.</summary>
    public required string Reason { get; init; }

    /// <summary>See <see cref="Bookings.Actor"/>.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When no booking was left that could still become, or was, a ticket.</summary>
    public DateTimeOffset? CompletedAt { get; set; }
}

/// <summary>A showing was cancelled: nothing of it is sold any more, and its bookings are given back.</summary>
public sealed record ShowingCancelled(long ShowingId);
