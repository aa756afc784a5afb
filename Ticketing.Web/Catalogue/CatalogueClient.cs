using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Api;

namespace Ticketing.Web.Catalogue;

/// <summary>Films, cinemas and showings, as api has them.</summary>
sealed class CatalogueClient(HttpClient http, ILogger<CatalogueClient> logger)
{
    public async Task<IReadOnlyList<FilmAnswer>> FilmsAsync(CancellationToken ct) =>
        (await http.GetAsync<List<FilmAnswer>>("/api/films", logger, ct)).OrThrow();

    public async Task<IReadOnlyList<CinemaAnswer>> CinemasAsync(CancellationToken ct) =>
        (await http.GetAsync<List<CinemaAnswer>>("/api/cinemas", logger, ct)).OrThrow();

    public async Task<IReadOnlyList<ShowingDayAnswer>> DaysAsync(CancellationToken ct) =>
        (await http.GetAsync<List<ShowingDayAnswer>>("/api/showings/days", logger, ct)).OrThrow();

    /// <param name="date">A day of the cinema's calendar.</param>
    public async Task<IReadOnlyList<ShowingAnswer>> ShowingsAsync(string? film, string? cinema, DateOnly date, CancellationToken ct)
    {
        var path = QueryHelpers.AddQueryString("/api/showings", new Dictionary<string, string?>
        {
            ["film"] = film,
            ["cinema"] = cinema,
            ["date"] = date.ToString(ShowingDate.Pattern, CultureInfo.InvariantCulture),
        });
        return (await http.GetAsync<List<ShowingAnswer>>(
            path, logger, ct, showings => showings.TrueForAll(showing => showing.FilmId == (film ?? showing.FilmId) && showing.CinemaId == (cinema ?? showing.CinemaId)))).OrThrow();
    }

    /// <summary>A showing with its film, cinema and prices; null if there is none of that id.</summary>
    public async Task<ShowingAnswer?> ShowingAsync(long id, CancellationToken ct) =>
        (await http.GetAsync<ShowingAnswer>(
            string.Create(CultureInfo.InvariantCulture, $"/api/showings/{id}"), logger, ct, showing => showing.Id == id)).OrNull();
}
