namespace Ticketing.Core.Catalogue;

/// <summary>A place with auditoriums. All its times are shown in <see cref="TimeZone"/>.</summary>
public sealed class Cinema
{
    /// <summary>Short name used in addresses, e.g. <c>seoul-gangnam</c>.</summary>
    public required string Id { get; init; }

    public required string NameKo { get; set; }
    public required string NameEn { get; set; }
    public required string CityKo { get; set; }
    public required string CityEn { get; set; }

    /// <summary>IANA time zone, e.g. <c>Asia/Seoul</c>.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Degrees to the north, by WGS 84; null while the place is not known.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees to the east; known exactly where <see cref="Latitude"/> is.</summary>
    public double? Longitude { get; set; }

    public List<Auditorium> Auditoriums { get; } = [];

    /// <param name="language"><c>ko</c> or <c>en</c>.</param>
    public string NameIn(string language) => language == "ko" ? NameKo : NameEn;
}
