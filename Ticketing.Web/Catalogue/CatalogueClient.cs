using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Ticketing.Core.Catalogue;
using Ticketing.Web.Api;

namespace Ticketing.Web.Catalogue;

/// <summary>Films, cinemas and showings, as api has them.</summary>
sealed class CatalogueClient(HttpClient http, ILogger<CatalogueClient> logger)
{
    public async Task<IReadOnlyList<FilmResponse>> FilmsAsync(CancellationToken ct) =>
        (await http.GetAsync<List<FilmResponse>>("/api/films", logger, ct)).OrThrow();

    public async Task<IReadOnlyList<CinemaResponse>> CinemasAsync(CancellationToken ct) =>
        (await http.GetAsync<List<CinemaResponse>>("/api/cinemas", logger, ct)).OrThrow();

    public async Task<IReadOnlyList<ShowingDayResponse>> DaysAsync(CancellationToken ct) =>
        (await http.GetAsync<List<ShowingDayResponse>>("/api/showings/days", logger, ct)).OrThrow();

    /// <param name="date">A day of the cinema's calendar.</param>
    public async Task<IReadOnlyList<ShowingResponse>> ShowingsAsync(string? film, string? cinema, DateOnly date, CancellationToken ct)
    {
        var path = QueryHelpers.AddQueryString("/api/showings", new Dictionary<string, string?>
        {
            ["film"] = film,
            ["cinema"] = cinema,
            ["date"] = date.ToString(ShowingDate.Pattern, CultureInfo.InvariantCulture),
        });
        return (await http.GetAsync<List<ShowingResponse>>(
            path, logger, ct, showings => showings.TrueForAll(showing => showing.FilmId == (film ?? showing.FilmId) && showing.CinemaId == (cinema ?? showing.CinemaId)))).OrThrow();
    }

    /// <summary>A showing with its film, cinema and prices; null if there is none of that id.</summary>
    public async Task<ShowingDetailsResponse?> ShowingAsync(long id, CancellationToken ct) =>
        (await http.GetAsync<ShowingDetailsResponse>(
            string.Create(CultureInfo.InvariantCulture, $"/api/showings/{id}"), logger, ct, showing => showing.Id == id)).OrNull();
}

/// <summary>All that changes rarely; immutable, so that the cache hands out one copy.</summary>
[ImmutableObject(true)]
sealed record Catalogue(
    IReadOnlyDictionary<string, FilmResponse> Films, IReadOnlyList<CinemaResponse> Cinemas, IReadOnlyList<ShowingDayResponse> Days);

[ImmutableObject(true)]
sealed record ShowingList(IReadOnlyList<ShowingResponse> Items);
