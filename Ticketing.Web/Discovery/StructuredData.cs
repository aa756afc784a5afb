using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;
using Ticketing.Web.Pages.Shared;

namespace Ticketing.Web.Discovery;

/// <summary>What a page is about, in the words of https://schema.org as JSON-LD: a film or a cinema, and its showings that can be booked.</summary>
sealed class StructuredData(PublicSite site, Words words, TimeProvider clock)
{
    const string Schema = "https://schema.org";

    /// <summary>Hangul as itself, but no character that could end the script that the data stands in.</summary>
    static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string OfFilm(FilmAnswer film, IEnumerable<ShowingTimes> times) =>
        Write(DescribedFilmOf(film), times.SelectMany(at => at.Showings.Select(showing => EventOf(showing, film, at.Cinema))));

    public string OfCinema(CinemaAnswer cinema, IEnumerable<(FilmAnswer Film, ShowingTimes Times)> films) =>
        Write(PlaceOf(cinema), films.SelectMany(played => played.Times.Showings.Select(showing => EventOf(showing, played.Film, cinema))));

    static string Write(JsonObject subject, IEnumerable<JsonObject?> events) => new JsonObject
    {
        ["@context"] = Schema,
        ["@graph"] = new JsonArray([subject, .. events.OfType<JsonObject>()]),
    }.ToJsonString(Options);

    JsonObject FilmOf(FilmAnswer film) => new()
    {
        ["@type"] = "Movie",
        ["name"] = film.Title,
        ["alternateName"] = film.TitleOriginal,
        ["url"] = site.AddressOf($"/films/{film.Id}"),
        ["datePublished"] = film.ReleasedInKorea.ToString("O", CultureInfo.InvariantCulture),
        ["duration"] = $"PT{film.RuntimeMinutes}M",
        ["contentRating"] = words.Rating(film.Rating),
    };

    /// <summary>With what there is to say about it, where it is what the page is about.</summary>
    JsonObject DescribedFilmOf(FilmAnswer film)
    {
        var described = FilmOf(film);
        if (film.Synopsis is { } synopsis)
            described["description"] = synopsis;
        if (film.Directors.Count > 0)
            described["director"] = PeopleOf(film.Directors);
        if (film.Cast.Count > 0)
            described["actor"] = PeopleOf(film.Cast);
        if (film.Trailer is { } trailer)
            described["trailer"] = new JsonObject { ["@type"] = "VideoObject", ["name"] = film.Title, ["url"] = trailer.AbsoluteUri };
        return described;
    }

    static JsonArray PeopleOf(IEnumerable<string> names) =>
        new([.. names.Select(name => new JsonObject { ["@type"] = "Person", ["name"] = name })]);

    JsonObject PlaceOf(CinemaAnswer cinema)
    {
        var place = new JsonObject
        {
            ["@type"] = "MovieTheater",
            ["name"] = cinema.Name,
            ["url"] = site.AddressOf($"/cinemas/{cinema.Id}"),
            ["address"] = new JsonObject { ["@type"] = "PostalAddress", ["addressLocality"] = cinema.City, ["addressCountry"] = "KR" },
        };
        if (cinema is { Latitude: { } latitude, Longitude: { } longitude })
            place["geo"] = new JsonObject { ["@type"] = "GeoCoordinates", ["latitude"] = latitude, ["longitude"] = longitude };
        return place;
    }

    /// <summary>Null for a showing that is over for whoever has no ticket yet.</summary>
    JsonObject? EventOf(ShowingAnswer showing, FilmAnswer film, CinemaAnswer cinema)
    {
        var sale = showing.SaleAt(clock.GetUtcNow());
        if (sale == ShowingSale.Closed)
            return null;

        var written = new JsonObject
        {
            ["@type"] = "ScreeningEvent",
            ["name"] = film.Title,
            ["url"] = SeatsOf(showing),
            ["startDate"] = Local(showing.StartsAt, cinema),
            ["endDate"] = Local(showing.EndsAt, cinema),
            ["eventStatus"] = $"{Schema}/{(sale == ShowingSale.Cancelled ? "EventCancelled" : "EventScheduled")}",
            ["eventAttendanceMode"] = $"{Schema}/OfflineEventAttendanceMode",
            ["inLanguage"] = showing.AudioLanguage,
            ["videoFormat"] = words.Format(showing.Format),
            ["workPresented"] = FilmOf(film),
            ["location"] = PlaceOf(cinema),
        };
        if (showing.SubtitleLanguage is { } subtitles)
            written["subtitleLanguage"] = subtitles;
        if (sale != ShowingSale.Cancelled)
            written["offers"] = OfferOf(showing, sale, cinema);
        return written;
    }

    /// <summary>At the least that an adult pays, as the page says it.</summary>
    JsonObject OfferOf(ShowingAnswer showing, ShowingSale sale, CinemaAnswer cinema) => new()
    {
        ["@type"] = "Offer",
        ["url"] = SeatsOf(showing),
        ["price"] = showing.FromPrice,
        ["priceCurrency"] = showing.Currency,
        ["availability"] = $"{Schema}/{AvailabilityOf(showing, sale)}",
        ["validFrom"] = Local(showing.SaleOpensAt, cinema),
        ["validThrough"] = Local(showing.CutoffAt, cinema),
    };

    static string AvailabilityOf(ShowingAnswer showing, ShowingSale sale) => showing switch
    {
        _ when sale != ShowingSale.Open => "PreOrder",
        { SeatsLeft: 0, WheelchairSpacesLeft: not > 0 } => "SoldOut",
        _ when showing.AreSeatsFew() => "LimitedAvailability",
        _ => "InStock",
    };

    string SeatsOf(ShowingAnswer showing) => site.AddressOf(string.Create(CultureInfo.InvariantCulture, $"/showings/{showing.Id}"));

    static string Local(DateTimeOffset instant, CinemaAnswer cinema) =>
        WallClock.At(instant, cinema.TimeZone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
