using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Migrations.Demo;

static class DemoPrices
{
    public const string PlanId = "standard";

    public static PricePlan Standard() => new()
    {
        Id = PlanId,
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
    };
}
