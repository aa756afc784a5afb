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
}
