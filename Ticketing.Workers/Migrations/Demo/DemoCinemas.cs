using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

/// <summary>Made-up cinemas in the shape of real ones.</summary>
static class DemoCinemas
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    static readonly string[] Spectacles =
        ["i-the-executioner", "dune-part-two", "avatar-the-way-of-water", "avengers-endgame", "top-gun-maverick", "oppenheimer"];
    static readonly string[] Rides = ["top-gun-maverick", "the-roundup-punishment", "avengers-endgame", "elemental", "the-admiral"];
    static readonly string[] Families = ["inside-out-2", "frozen-2", "elemental", "your-name", "extreme-job", "avatar-the-way-of-water"];
    static readonly string[] Hits = ["the-roundup-punishment", "exhuma", "12-12-the-day", "extreme-job", "inside-out-2", "dune-part-two"];
    static readonly string[] Classics = ["parasite", "decision-to-leave", "oldboy", "oppenheimer", "your-name", "the-admiral"];

    /// <summary>The hall of the premiere.</summary>
    public const string GrandHall = "seoul-gangnam-imax";

    public static IReadOnlyList<DemoCinema> All { get; } =
    [
        new("seoul-gangnam", "강남", "Gangnam", "서울", "Seoul", 37.4979, 127.0276,
        [
            new("imax", "IMAX관", "IMAX", AuditoriumFormat.Imax, "imax-624", Spectacles),
            new("1", "1관", "Hall 1", AuditoriumFormat.Standard, "standard-248", Hits),
            new("2", "2관", "Hall 2", AuditoriumFormat.Standard, "standard-196", Families),
            new("3", "3관", "Hall 3", AuditoriumFormat.Standard, "standard-158", Hits),
            new("4", "4관", "Hall 4", AuditoriumFormat.Standard, "standard-92", Classics),
            new("recliner", "리클라이너관", "Recliner", AuditoriumFormat.Recliner, "recliner-32", Classics),
        ]),
        new("seoul-hongdae", "홍대", "Hongdae", "서울", "Seoul", 37.5563, 126.9236,
        [
            new("screenx", "SCREENX관", "ScreenX", AuditoriumFormat.ScreenX, "screenx-280", Rides),
            new("1", "1관", "Hall 1", AuditoriumFormat.Standard, "standard-196", Hits),
            new("2", "2관", "Hall 2", AuditoriumFormat.Standard, "standard-158", Families),
            new("3", "3관", "Hall 3", AuditoriumFormat.Standard, "standard-124", Hits),
            new("4", "4관", "Hall 4", AuditoriumFormat.Standard, "standard-92", Classics),
        ]),
        new("busan-haeundae", "해운대", "Haeundae", "부산", "Busan", 35.1631, 129.1636,
        [
            new("4dx", "4DX관", "4DX", AuditoriumFormat.FourDx, "4dx-144", Rides),
            new("1", "1관", "Hall 1", AuditoriumFormat.Standard, "standard-248", Hits),
            new("2", "2관", "Hall 2", AuditoriumFormat.Standard, "standard-196", Families),
            new("3", "3관", "Hall 3", AuditoriumFormat.Standard, "standard-124", Classics),
            new("recliner", "리클라이너관", "Recliner", AuditoriumFormat.Recliner, "recliner-32", Classics),
        ]),
        new("daegu-dongseongno", "동성로", "Dongseongno", "대구", "Daegu", 35.8692, 128.595,
        [
            new("screenx", "SCREENX관", "ScreenX", AuditoriumFormat.ScreenX, "screenx-280", Rides),
            new("1", "1관", "Hall 1", AuditoriumFormat.Standard, "standard-248", Hits),
            new("2", "2관", "Hall 2", AuditoriumFormat.Standard, "standard-158", Families),
            new("3", "3관", "Hall 3", AuditoriumFormat.Standard, "standard-124", Hits),
            new("4", "4관", "Hall 4", AuditoriumFormat.Standard, "standard-92", Classics),
        ]),
    ];
}

/// <param name="Halls">The grandest first.</param>
sealed record DemoCinema(string Id, string NameKo, string NameEn, string CityKo, string CityEn, double Latitude, double Longitude, IReadOnlyList<DemoHall> Halls)
{
    public Cinema ToCinema() => new()
    {
        Id = Id,
        NameKo = NameKo,
        NameEn = NameEn,
        CityKo = CityKo,
        CityEn = CityEn,
        TimeZone = DemoCinemas.Zone.Id,
        Latitude = Latitude,
        Longitude = Longitude,
    };

    public string AuditoriumId(DemoHall hall) => $"{Id}-{hall.Key}";

    public Auditorium ToAuditorium(DemoHall hall)
    {
        var auditorium = new Auditorium
        {
            Id = AuditoriumId(hall),
            CinemaId = Id,
            NameKo = hall.NameKo,
            NameEn = hall.NameEn,
            Format = hall.Format,
        };
        auditorium.Seats.AddRange(HallPlan.Read(hall.Plan, auditorium.Id));
        return auditorium;
    }
}

/// <param name="Key">The end of the auditorium's id.</param>
/// <param name="Plan">Name of its drawing.</param>
/// <param name="LineUp">Ids of the films that it plays in turn.</param>
sealed record DemoHall(string Key, string NameKo, string NameEn, AuditoriumFormat Format, string Plan, IReadOnlyList<string> LineUp);
