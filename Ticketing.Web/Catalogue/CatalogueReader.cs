using Microsoft.Extensions.Caching.Hybrid;

namespace Ticketing.Web.Catalogue;

/// <summary>The catalogue from this process's memory, asked for anew by one request at a time.</summary>
sealed class CatalogueReader(CatalogueClient client, HybridCache cache)
{
    static readonly HybridCacheEntryOptions Kept = new() { Expiration = TimeSpan.FromSeconds(30) };

    /// <summary>With api's second it is two until everybody sees that a showing was cancelled.</summary>
    static readonly HybridCacheEntryOptions KeptShowings = new() { Expiration = TimeSpan.FromSeconds(1) };

    public ValueTask<Catalogue> ReadAsync(CancellationToken ct) =>
        cache.GetOrCreateAsync("catalogue", client, LoadAsync, Kept, cancellationToken: ct);

    /// <param name="date">A cinema's day, which ends at five in the morning.</param>
    public async ValueTask<IReadOnlyList<ShowingAnswer>> ShowingsAsync(string? film, string? cinema, DateOnly date, CancellationToken ct)
    {
        var list = await cache.GetOrCreateAsync(
            $"showings/{film}/{cinema}/{date:O}",
            (client, film, cinema, date),
            static async (ask, token) => new ShowingList(await ask.client.ShowingsAsync(ask.film, ask.cinema, ask.date, token)),
            KeptShowings,
            cancellationToken: ct);
        return list.Items;
    }

    static async ValueTask<Catalogue> LoadAsync(CatalogueClient client, CancellationToken ct)
    {
        var films = client.FilmsAsync(ct);
        var cinemas = client.CinemasAsync(ct);
        var days = client.DaysAsync(ct);
        return new Catalogue((await films).ToDictionary(film => film.Id), await cinemas, await days);
    }
}
