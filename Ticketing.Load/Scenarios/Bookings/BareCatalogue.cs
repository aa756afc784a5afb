using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>What a showing needs to exist in an empty database.</summary>
static class BareCatalogue
{
    public static async Task AddAsync(TicketingDbContext database, CancellationToken ct)
    {
        database.Add(new Cinema
        {
            Id = "bare",
            NameKo = "부하극장",
            NameEn = "Load cinema",
            CityKo = "서울",
            CityEn = "Seoul",
            TimeZone = "Asia/Seoul",
        });
        database.Add(new Film
        {
            Id = "bare",
            TitleKo = "부하",
            TitleEn = "Load",
            TitleOriginal = "부하",
            OriginalLanguage = "ko",
            Rating = FilmRating.All,
            RuntimeMinutes = 100,
            ReleasedInKorea = new DateOnly(2026, 1, 1),
        });
        database.Add(new PricePlan
        {
            Id = "bare",
            Currency = "KRW",
            WeekdayEarlyBird = 10_000,
            WeekdayDay = 14_000,
            WeekdayLate = 13_000,
            WeekendEarlyBird = 12_000,
            WeekendDay = 15_000,
            ImaxSurcharge = 0,
            FourDxSurcharge = 0,
            ScreenXSurcharge = 0,
            ReclinerSurcharge = 0,
            YouthDiscount = 3_000,
            ReducedPercent = 50,
            CultureDay = 7_000,
        });
        await database.SaveChangesAsync(ct);
    }
}
