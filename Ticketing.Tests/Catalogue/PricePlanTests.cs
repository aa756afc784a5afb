using System.Globalization;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Catalogue;

public sealed class PricePlanTests
{
    // November 2026: the 23rd is a Monday, the 25th the last Wednesday, the 28th a Saturday.
    [Theory]
    [InlineData("2026-11-24 09:59", 10_000)]
    [InlineData("2026-11-24 10:00", 14_000)]
    [InlineData("2026-11-24 21:59", 14_000)]
    [InlineData("2026-11-24 22:00", 11_000)]
    [InlineData("2026-11-28 09:59", 11_000)]
    [InlineData("2026-11-28 10:00", 15_000)]
    [InlineData("2026-11-28 22:30", 15_000)]
    [InlineData("2026-11-29 14:00", 15_000)]
    [InlineData("2026-12-25 14:00", 15_000)] // a holiday on a Friday
    [InlineData("2026-12-25 09:00", 11_000)]
    public void PriceOf_WhenAdultIn2D_FollowsBandAndDay(string startsAt, long price) => Price(startsAt).ShouldBe(price);

    [Theory]
    [InlineData("2026-11-24 00:30", 11_000)] // the late show of Monday
    [InlineData("2026-11-28 00:30", 11_000)] // of Friday
    [InlineData("2026-11-30 00:30", 15_000)] // of Sunday
    public void PriceOf_WhenAfterMidnight_IsTheEveningBefores(string startsAt, long price) => Price(startsAt).ShouldBe(price);

    [Theory]
    [InlineData("2026-11-25 16:59", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-25 17:00", AuditoriumFormat.Standard, Concession.Adult, 7_000)]
    [InlineData("2026-11-25 20:59", AuditoriumFormat.Standard, Concession.Youth, 7_000)]
    [InlineData("2026-11-25 20:59", AuditoriumFormat.Standard, Concession.Senior, 7_000)]
    [InlineData("2026-11-25 21:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-25 18:00", AuditoriumFormat.Imax, Concession.Adult, 19_000)] // 2D only
    [InlineData("2026-11-18 18:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)] // not the last Wednesday
    public void PriceOf_WhenCultureDay_IsFlatFor2D(string startsAt, AuditoriumFormat format, Concession concession, long price) =>
        Price(startsAt, format, concession).ShouldBe(price);

    [Theory]
    [InlineData(AuditoriumFormat.Imax, Concession.Adult, 19_000)]
    [InlineData(AuditoriumFormat.FourDx, Concession.Adult, 21_000)]
    [InlineData(AuditoriumFormat.ScreenX, Concession.Adult, 17_000)]
    [InlineData(AuditoriumFormat.Recliner, Concession.Adult, 19_000)]
    [InlineData(AuditoriumFormat.Standard, Concession.Youth, 11_000)]
    [InlineData(AuditoriumFormat.Standard, Concession.Senior, 7_000)]
    [InlineData(AuditoriumFormat.Standard, Concession.Disabled, 7_000)]
    [InlineData(AuditoriumFormat.Imax, Concession.Youth, 16_000)]
    [InlineData(AuditoriumFormat.Imax, Concession.Senior, 9_500)]
    [InlineData(AuditoriumFormat.FourDx, Concession.Disabled, 10_500)]
    public void PriceOf_WhenFormatOrConcession_AddsThenReduces(AuditoriumFormat format, Concession concession, long price) =>
        Price("2026-11-24 14:00", format, concession).ShouldBe(price);

    static long Price(string startsAt, AuditoriumFormat format = AuditoriumFormat.Standard, Concession concession = Concession.Adult)
    {
        var plan = DemoPrices.Standard();
        plan.Holidays.AddRange(KoreanHolidays.Of(2026));
        return plan.PriceOf(DateTime.Parse(startsAt, CultureInfo.InvariantCulture), format, concession);
    }
}
