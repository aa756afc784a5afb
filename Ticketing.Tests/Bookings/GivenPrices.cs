using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Bookings;

/// <summary>The chain's published prices.</summary>
static class GivenPrices
{
    public static PricePlan Plan(params DateOnly[] holidays) => new()
    {
        Id = "test",
        Currency = "KRW",
        WeekdayEarlyBird = 10_000,
        WeekdayDay = 14_000,
        WeekdayLate = 11_000,
        WeekendEarlyBird = 11_000,
        WeekendDay = 15_000,
        ImaxSurcharge = 5_000,
        FourDxSurcharge = 7_000,
        ScreenXSurcharge = 3_000,
        ReclinerSurcharge = 5_000,
        YouthDiscount = 3_000,
        ReducedPercent = 50,
        CultureDay = 7_000,
        Holidays = [.. holidays],
    };
}
