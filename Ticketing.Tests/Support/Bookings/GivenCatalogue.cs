using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Support.Bookings;

/// <summary>What a showing needs, in a database that has nothing yet.</summary>
static class GivenCatalogue
{
    /// <summary>A cinema, a film and prices.</summary>
    public static async Task GivenCatalogueAsync(this TicketingDbContext database)
    {
        var cinema = new Cinema { Id = "test", NameKo = "시험", NameEn = "Test", CityKo = "서울", CityEn = "Seoul", TimeZone = "Asia/Seoul" };
        database.AddRange(cinema, AFilm(), DemoPrices.Standard());
        await database.SaveChangesAsync();
    }

    public static Film AFilm(string id = "test", FilmRating rating = FilmRating.All) => new()
    {
        Id = id,
        TitleKo = "시험",
        TitleEn = "Test",
        TitleOriginal = "Test",
        OriginalLanguage = "ko",
        Rating = rating,
        RuntimeMinutes = 120,
        ReleasedInKorea = new DateOnly(2026, 1, 1),
    };
}
