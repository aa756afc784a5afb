namespace Ticketing.Core.Catalogue;

/// <summary>A hall of a cinema. Its seats in <see cref="Seat.Index"/> order are its layout.</summary>
public sealed class Auditorium
{
    /// <summary>Short name used in addresses, e.g. <c>seoul-gangnam-imax</c>.</summary>
    public required string Id { get; init; }

    public required string CinemaId { get; init; }
    public Cinema Cinema { get; init; } = null!;
    public required string NameKo { get; set; }
    public required string NameEn { get; set; }
    public required AuditoriumFormat Format { get; set; }

    public List<Seat> Seats { get; } = [];

    /// <param name="language"><c>ko</c> or <c>en</c>.</param>
    public string NameIn(string language) => language == "ko" ? NameKo : NameEn;
}

/// <summary>What an auditorium offers beyond a plain screen; decides the surcharge.</summary>
public enum AuditoriumFormat
{
    Standard,
    Imax,
    FourDx,
    ScreenX,
    Recliner,
}
