using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Bookings;

public sealed class PricePlanTests
{
    // November 2026: the 25th is the last Wednesday, the 28th a Saturday, the 29th a Sunday.
    [Theory]
    [InlineData("2026-11-24T09:59", 10_000)]
    [InlineData("2026-11-24T10:00", 14_000)]
    [InlineData("2026-11-24T21:59", 14_000)]
    [InlineData("2026-11-24T22:00", 11_000)]
    [InlineData("2026-11-28T09:59", 11_000)]
    [InlineData("2026-11-28T10:00", 15_000)]
    [InlineData("2026-11-28T22:30", 15_000)]
    [InlineData("2026-11-29T14:00", 15_000)]
    [InlineData("2026-12-25T14:00", 15_000)] // a holiday on a Friday
    [InlineData("2026-12-25T09:00", 11_000)]
    public void PriceOf_WhenAdultIn2D_FollowsBandAndDay(string startsAt, long price) =>
        Price(startsAt, AuditoriumFormat.Standard, Concession.Adult).ShouldBe(price);

    [Theory]
    [InlineData("2026-11-25T16:59", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-25T17:00", AuditoriumFormat.Standard, Concession.Adult, 7_000)]
    [InlineData("2026-11-25T20:59", AuditoriumFormat.Standard, Concession.Youth, 7_000)]
    [InlineData("2026-11-25T20:59", AuditoriumFormat.Standard, Concession.Senior, 7_000)]
    [InlineData("2026-11-25T21:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)]
    [InlineData("2026-11-25T18:00", AuditoriumFormat.Imax, Concession.Adult, 19_000)] // 2D only
    [InlineData("2026-11-18T18:00", AuditoriumFormat.Standard, Concession.Adult, 14_000)] // not the last Wednesday
    public void PriceOf_WhenCultureDay_IsFlatFor2D(string startsAt, AuditoriumFormat format, Concession concession, long price) =>
        Price(startsAt, format, concession).ShouldBe(price);

    [Theory]
    [InlineData(AuditoriumFormat.Imax, 19_000)]
    [InlineData(AuditoriumFormat.FourDx, 21_000)]
    [InlineData(AuditoriumFormat.ScreenX, 17_000)]
    [InlineData(AuditoriumFormat.Recliner, 19_000)]
    public void PriceOf_WhenFormatIsSpecial_CostsMore(AuditoriumFormat format, long price) =>
        Price("2026-11-24T14:00", format, Concession.Adult).ShouldBe(price);

    [Theory]
    [InlineData(AuditoriumFormat.Standard, Concession.Youth, 11_000)]
    [InlineData(AuditoriumFormat.Standard, Concession.Senior, 7_000)]
    [InlineData(AuditoriumFormat.Standard, Concession.Disabled, 7_000)]
    [InlineData(AuditoriumFormat.Imax, Concession.Youth, 16_000)]
    [InlineData(AuditoriumFormat.Imax, Concession.Senior, 9_500)]
    [InlineData(AuditoriumFormat.FourDx, Concession.Disabled, 10_500)]
    public void PriceOf_WhenConcession_CostsLess(AuditoriumFormat format, Concession concession, long price) =>
        Price("2026-11-24T14:00", format, concession).ShouldBe(price);

    static long Price(string startsAt, AuditoriumFormat format, Concession concession) =>
        GivenPrices.Plan(new DateOnly(2026, 12, 25)).PriceOf(DateTime.Parse(startsAt, System.Globalization.CultureInfo.InvariantCulture), format, concession);
}
