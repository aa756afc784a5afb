using System.Globalization;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Catalogue;

public sealed class PricePlanTests
{
    // 2026-11-23 is a Monday, -25 the month's last Wednesday.
    [Theory]
    [InlineData("2026-11-23 09:55", AuditoriumFormat.Standard, Concession.Adult, 10_000)]
    [InlineData("2026-11-23 10:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-23 21:55", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-23 22:00", AuditoriumFormat.Standard, Concession.Adult, 11_000)]
    [InlineData("2026-11-28 09:55", AuditoriumFormat.Standard, Concession.Adult, 11_000)]
    [InlineData("2026-11-28 22:00", AuditoriumFormat.Standard, Concession.Adult, 15_000)]
    [InlineData("2026-11-23 14:00", AuditoriumFormat.Standard, Concession.Youth, 11_000)]
    [InlineData("2026-11-23 14:00", AuditoriumFormat.Standard, Concession.Senior, 7_000)]
    [InlineData("2026-11-23 14:00", AuditoriumFormat.Imax, Concession.Adult, 19_000)]
    [InlineData("2026-11-23 14:00", AuditoriumFormat.FourDx, Concession.Youth, 18_000)]
    [InlineData("2026-11-23 14:00", AuditoriumFormat.ScreenX, Concession.Disabled, 8_500)]
    [InlineData("2026-11-23 14:00", AuditoriumFormat.Recliner, Concession.Adult, 19_000)]
    [InlineData("2026-11-25 17:00", AuditoriumFormat.Standard, Concession.Adult, 7_000)]
    [InlineData("2026-11-25 16:55", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-25 21:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-25 17:00", AuditoriumFormat.Imax, Concession.Adult, 19_000)]
    [InlineData("2026-11-18 17:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    public void PriceOf_ByTheHour_FollowsThePlan(string startsAt, AuditoriumFormat format, Concession concession, long price) =>
        Price(startsAt, format, concession).ShouldBe(price);

    [Fact]
    public void PriceOf_OnAHoliday_IsTheWeekends() => Price("2026-12-25 14:00").ShouldBe(15_000);

    [Theory]
    [InlineData("2026-11-24 00:30", 11_000)] // the late show of Monday
    [InlineData("2026-11-28 00:30", 11_000)] // of Friday
    [InlineData("2026-11-30 00:30", 15_000)] // of Sunday
    public void PriceOf_AfterMidnight_IsTheEveningBefores(string startsAt, long price) => Price(startsAt).ShouldBe(price);

    static long Price(string startsAt, AuditoriumFormat format = AuditoriumFormat.Standard, Concession concession = Concession.Adult)
    {
        var plan = DemoPrices.Standard();
        plan.Holidays.AddRange(KoreanHolidays.Of(2026));
        return plan.PriceOf(DateTime.Parse(startsAt, CultureInfo.InvariantCulture), format, concession);
    }
}
