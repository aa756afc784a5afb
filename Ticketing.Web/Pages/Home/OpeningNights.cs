using Ticketing.Web.Api;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Pages.Waiting;

namespace Ticketing.Web.Pages.Home;

/// <summary>
/// The films whose sale people wait for, or have come for: until it opens, for a day after, and as long as they queue for it, while there
/// are seats.
/// </summary>
sealed class OpeningNights(CatalogueReader catalogue, WaitingRoomClient rooms, ILogger<OpeningNights> logger)
{
    static readonly TimeSpan News = TimeSpan.FromDays(1);

    /// <summary>For longer nobody queues, and waiting rooms need not be asked for.</summary>
    static readonly TimeSpan LongestQueue = TimeSpan.FromDays(7);

    /// <summary>A film's room stands before any of its showings.</summary>
    const int MostAskedForRooms = 10;

    public async Task<IReadOnlyList<OpeningNight>> FindAsync(Catalogue.Catalogue read, DateTimeOffset now, CancellationToken ct)
    {
        var nights = new List<OpeningNight>();
        foreach (var days in read.Days.GroupBy(day => day.FilmId))
        {
            var opens = days.Min(day => day.SaleOpensAt);
            if (opens + LongestQueue <= now || !read.Films.TryGetValue(days.Key, out var film))
                continue;

            var sale = opens > now ? null : await FindSaleAsync(film, [.. days.Select(day => day.Date).Distinct().Order()], now, ct);
            var cinemas = days.Select(day => day.CinemaId).ToHashSet();
            if (opens > now || sale is { HasRoom: true } || sale is not null && now < opens + News)
                nights.Add(new OpeningNight(film, opens, [.. read.Cinemas.Where(cinema => cinemas.Contains(cinema.Id))], sale));
        }

        return nights;
    }

    /// <summary>Null where nothing is left.</summary>
    async Task<OpenSale?> FindSaleAsync(FilmAnswer film, DateOnly[] days, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            foreach (var day in days)
            {
                // Of seats that nobody has counted there may be some.
                var showings = (await catalogue.ShowingsAsync(film.Id, cinema: null, day, ct))
                    .Where(showing => showing.SaleAt(now) == ShowingSale.Open && showing.SeatsLeft != 0).ToList();
                if (showings is [])
                    continue;

                var address = showings is [var only] ? $"/showings/{only.Id}" : $"/films/{film.Id}?date={day:O}";
                return new OpenSale(address, await HasRoomAsync(showings, ct));
            }

            return null;
        }
        catch (ApiException e)
        {
            logger.LogWarning(e, "What is left of {Film} cannot be asked for", film.Id);
            return new OpenSale($"/films/{film.Id}", HasRoom: false);
        }
    }

    async Task<bool> HasRoomAsync(List<ShowingAnswer> showings, CancellationToken ct)
    {
        foreach (var showing in showings.Take(MostAskedForRooms))
        {
            if (await rooms.BeforeAsync(showing.Id, ct) is not null)
                return true;
        }

        return false;
    }
}

/// <param name="Sale">Null until it opens.</param>
sealed record OpeningNight(FilmAnswer Film, DateTimeOffset SaleOpensAt, IReadOnlyList<CinemaAnswer> Cinemas, OpenSale? Sale);

/// <param name="Address">Of the showing, which sends to its waiting room; of the film where there are several to choose from.</param>
/// <param name="HasRoom">Whether people are let in by turns.</param>
sealed record OpenSale(string Address, bool HasRoom);
