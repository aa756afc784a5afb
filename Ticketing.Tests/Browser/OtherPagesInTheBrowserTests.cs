using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.Browser;

/// <summary>Pages that nobody passes on the way to a ticket.</summary>
[Trait("Category", "Browser")]
public sealed class OtherPagesInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Page_AsideOfTheWay_SaysWhatItIs(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var showing = await app.GivenShowingAsync(saleOpensIn: TimeSpan.FromHours(5), startsIn: TimeSpan.FromDays(2));
        var cancelled = await app.GivenShowingAsync(cancelled: true);
        await using var database = await app.DatabaseAsync();
        var cinema = await database.Cinemas.Select(cinema => cinema.Id).OrderBy(id => id).FirstAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);

        foreach (var (name, address, shows) in ((string, string, string)[])
        [
            ("cinema", $"/cinemas/{cinema}", ".day-strip"),
            ("privacy", "/privacy", ".privacy"),
            ("not-found", "/films/none", ".message h1"),
            ("error", "/error", ".message h1"),
            ("no-bookings", "/bookings", "main h1"),
            ("no-hold", $"/showings/{showing.Id}/checkout?hold=none", "#hold-expired"),
            ("not-yet-open", $"/showings/{showing.Id}", "#sale-status[data-sale='notyetopen']"),
            ("cancelled", $"/showings/{cancelled.Id}", "#sale-status[data-sale='cancelled']"),
        ])
        {
            await page.OpenAsync(address);
            await page.Locator(shows).First.WaitForAsync();
            await album.ShootAsync(page, $"other-{name}");
        }
    }
}
