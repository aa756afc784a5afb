using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.EndToEnd;

/// <summary>What a developer finds after the first start, whatever day and hour it is.</summary>
public sealed class DemoTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Showings_AfterTheStart_FillTwoWeeksFromTodayAndKnowTheirHolidays()
    {
        var showings = await ShowingsAsync();

        var days = showings.Select(showing => BusinessDayOf(showing.StartsAt)).ToHashSet();
        days.Count.ShouldBe(14);
        (days.Max().DayNumber - days.Min().DayNumber).ShouldBe(13);
        // The day may have ended since the start.
        var today = BusinessDayOf(TimeProvider.System.GetUtcNow());
        days.Min().ShouldBeInRange(today.AddDays(-1), today);
        await using var database = await app.DatabaseAsync();
        var plan = await database.PricePlans.SingleAsync(plan => plan.Id == DemoPrices.PlanId);
        plan.Holidays.ShouldBeSubsetOf(days.SelectMany(day => KoreanHolidays.Of(day.Year)));
        days.Where(day => KoreanHolidays.Of(day.Year).Contains(day)).ShouldBeSubsetOf(plan.Holidays);
    }

    [Fact]
    public async Task Buy_OfTheNextShowingAndOfTheLast_EndsWithTicketsAndMails()
    {
        var now = TimeProvider.System.GetUtcNow();
        var onSale = (await ShowingsAsync()).Where(showing => showing.SaleOpensAt <= now && showing.CutoffAt > now.AddMinutes(30)).OrderBy(showing => showing.StartsAt).ToList();

        foreach (var showing in (Showing[])[onSale[0], onSale[^1]])
        {
            var customer = await app.GivenCustomerAsync();
            var hold = await customer.HoldsBestAsync(showing.Id, count: 2);
            var booking = await customer.BooksAsync(hold);
            var payment = await customer.StartsPaymentAsync(booking.Id);
            await app.PayAsync(payment);

            (await customer.BookingBecomesAsync(booking.Id, BookingStatus.Confirmed)).Tickets!.Count.ShouldBe(2);
            (await app.CheckoutAsync(payment)).CapturedAmount.ShouldBe(booking.Amount);
            (await app.MailAsync(customer.Email)).Text.ShouldContain(booking.Reference);
        }
    }

    /// <summary>Those of the demo, not those that tests have made.</summary>
    async Task<List<Showing>> ShowingsAsync()
    {
        await using var database = await app.DatabaseAsync();
        var halls = DemoCinemas.All.SelectMany(cinema => cinema.Halls.Select(cinema.AuditoriumId)).ToList();
        return await database.Showings.AsNoTracking().Where(showing => halls.Contains(showing.AuditoriumId)).ToListAsync();
    }

    static DateOnly BusinessDayOf(DateTimeOffset instant) => BusinessDay.Of(TimeZoneInfo.ConvertTime(instant, DemoCinemas.Zone).DateTime);
}
