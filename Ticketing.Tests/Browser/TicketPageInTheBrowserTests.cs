using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Browser;

/// <summary>What a booking's page says, shows and prints, to whoever has the link of its mail.</summary>
[Trait("Category", "Browser")]
public sealed class TicketPageInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true, "시험관", "성인")]
    [InlineData("ko-KR", false, "시험관", "성인")]
    [InlineData("en-US", true, "Test hall", "Adult")]
    [InlineData("en-US", false, "Test hall", "Adult")]
    public async Task Ticket_WhenLookedAt_SaysAllThatADoorAsksFor(string language, bool onPhone, string auditorium, string concession)
    {
        var (page, album, booking, _) = await OpensTicketsAsync(language, onPhone, 12, 13);

        var tickets = page.Locator("#tickets li");
        await Assertions.Expect(tickets).ToHaveCountAsync(2);
        var words = await tickets.First.InnerTextAsync();
        foreach (var fact in (string[])[await page.Locator(".ticket-head h2").InnerTextAsync(), auditorium, booking.Seats[0].Label, concession])
            words.ShouldContain(fact);
        (await page.Locator(".ticket-head .when").InnerTextAsync()).ShouldStartWith(await tickets.First.Locator("p").First.InnerTextAsync());
        await album.ShootAsync(page, "7-tickets-by-link");
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Page_WhenPrinted_HasNothingToPressAndWholeTickets(string language, bool onPhone)
    {
        var (page, album, _, _) = await OpensTicketsAsync(language, onPhone, 12, 13, 14);
        await Assertions.Expect(page.Locator("#print")).ToBeVisibleAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(page.Locator("#tickets .qr-code").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(":is(a:not(.seller a), button, input, summary, header.site-header, footer):visible")).ToHaveCountAsync(0);
        (await page.Locator("#tickets li").EvaluateAllAsync<string[]>("tickets => tickets.map(ticket => getComputedStyle(ticket).breakInside)")).ShouldAllBe(rule => rule == "avoid");
        await album.ShootAsync(page, "7-tickets-printed");
    }

    /// <summary>It stays as long as the booking does, and is on the same sheet as the tickets.</summary>
    [Theory]
    [InlineData("ko-KR", true, "청소년", "성인")]
    [InlineData("ko-KR", false, "청소년", "성인")]
    [InlineData("en-US", true, "Youth", "Adult")]
    [InlineData("en-US", false, "Youth", "Adult")]
    public async Task Receipt_WhenATicketWasGivenBack_SaysWhatWasPaidWhatWentBackAndToWhom(string language, bool onPhone, string youth, string adult)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showing.Id, 12, 13, 14), first: "youth");
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
        booking = await customer.BookingBecomesAsync(booking.Id, "confirmed");
        var (page, album) = await OpensAsync(booking, language, onPhone);
        var receipt = page.Locator("#receipt");

        DateTimeOffset.Parse((await page.Locator("#paid-at time").GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture).ShouldBe(booking.ConfirmedAt.ShouldNotBeNull());
        (await receipt.Locator("tbody tr").AllInnerTextsAsync()).ShouldBe(
        [
            $"{youth}\t{Won(booking.Seats[0].Price)}\t1\t{Won(booking.Seats[0].Price)}",
            $"{adult}\t{Won(booking.Seats[1].Price)}\t2\t{Won(2 * booking.Seats[1].Price)}",
        ]);
        (await page.Locator("#paid").InnerTextAsync()).ShouldBe(Won(booking.Amount));
        await Assertions.Expect(receipt.Locator(".refunded, #left")).ToHaveCountAsync(0);
        (await receipt.Locator(".seller").InnerTextAsync()).ShouldContain("000-00-00000");

        (await customer.CancelAsync(booking.Id, new { seats = new[] { 14 } })).Dispose();
        await page.ReloadAsync();
        (await receipt.Locator(".refunded td").InnerTextAsync()).ShouldBe($"−{Won(booking.Seats[2].Price)}");
        (await page.Locator("#left").InnerTextAsync()).ShouldBe(Won(booking.Amount - booking.Seats[2].Price));
        await album.ShootAsync(page, "7-receipt");

        (await customer.CancelAsync(booking.Id, new { })).Dispose();
        await customer.BookingBecomesAsync(booking.Id, "refunded");
        await page.ReloadAsync();
        await Assertions.Expect(receipt.Locator(".refunded")).ToHaveCountAsync(2);
        (await page.Locator("#left").InnerTextAsync()).ShouldBe(Won(0));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(receipt).ToBeVisibleAsync();
        await album.ShootAsync(page, "10-receipt-printed");

        string Won(long amount) => language == "ko-KR" ? $"{amount:N0}원" : $"₩{amount:N0}";
    }

    /// <summary>Calendars know an entry by its UID: another one would be a second visit.</summary>
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("ko-KR", false)]
    [InlineData("en-US", true)]
    [InlineData("en-US", false)]
    public async Task Calendar_WhenDownloaded_HasTheEntryThatTheMailBrought(string language, bool onPhone)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, language[..2], 12, 13);
        var (page, _) = await OpensAsync(booking, language, onPhone);

        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#calendar").ClickAsync());

        download.SuggestedFilename.ShouldBe($"{booking.Reference}.ics");
        var file = await File.ReadAllTextAsync(await download.PathAsync());
        var mailed = (await app.MailAsync(customer.Email)).Attachments.Single(part => part.Name == $"{booking.Reference}.ics");
        Entry(file).ShouldBe(Entry(Encoding.UTF8.GetString(Convert.FromBase64String(mailed.Base64))));
        file.ShouldContain(string.Join("\\, ", booking.Seats.Select(seat => seat.Label)));

        static IEnumerable<string> Entry(string calendar) => calendar.Split("\r\n").Where(line => !line.StartsWith("DTSTAMP:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calendar_WhenEverythingWasGivenBack_IsNotThere()
    {
        var (page, _, booking, customer) = await OpensTicketsAsync("en-US", onPhone: false, 12);
        (await customer.CancelAsync(booking.Id, new { })).Dispose();

        await page.ReloadAsync();

        await Assertions.Expect(page.Locator("#booking-status:is([data-status='cancelled'],[data-status='refunded'])")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#calendar")).ToHaveCountAsync(0);
        (await page.GotoAsync($"/bookings/{booking.Reference}?handler=Calendar"))!.Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("ko-KR", true, "일부 좌석을 취소한")]
    [InlineData("en-US", false, "Partly cancelled")]
    public async Task Headline_WhenASeatWasGivenBack_SaysSo(string language, bool onPhone, string words)
    {
        var (page, album, booking, customer) = await OpensTicketsAsync(language, onPhone, 12, 13);
        (await customer.CancelAsync(booking.Id, new { seats = new[] { booking.Seats[0].Index } })).Dispose();

        await page.ReloadAsync();

        await Assertions.Expect(page.Locator("#booking-status[data-standing='PartlyCancelled'] h1")).ToContainTextAsync(words);
        await Assertions.Expect(page.Locator("#tickets li")).ToHaveCountAsync(1);
        await album.ShootAsync(page, "9-partly-cancelled");
    }

    [Theory]
    [InlineData("ko-KR", true, "지난 상영")]
    [InlineData("en-US", false, "This showing is over")]
    public async Task Headline_WhenTheShowingIsOver_SaysSo(string language, bool onPhone, string words)
    {
        var (showing, booking, _) = await BuysAsync(12);
        await using (var database = await app.DatabaseAsync())
        {
            await database.Showings.Where(own => own.Id == showing.Id).ExecuteUpdateAsync(own => own
                .SetProperty(moved => moved.StartsAt, moved => moved.StartsAt.AddDays(-2))
                .SetProperty(moved => moved.EndsAt, moved => moved.EndsAt.AddDays(-2))
                .SetProperty(moved => moved.CutoffAt, moved => moved.CutoffAt.AddDays(-2)));
        }

        var (page, album) = await OpensAsync(booking, language, onPhone);

        await Assertions.Expect(page.Locator("#booking-status[data-standing='Past'] h1")).ToContainTextAsync(words);
        await album.ShootAsync(page, "9-past");
    }

    async Task<(IPage Page, Album Album, BookingView Booking, CustomerClient Customer)> OpensTicketsAsync(string language, bool onPhone, params int[] seats)
    {
        var (_, booking, customer) = await BuysAsync(seats);
        var (page, album) = await OpensAsync(booking, language, onPhone);
        return (page, album, booking, customer);
    }

    async Task<(Showing Showing, BookingView Booking, CustomerClient Customer)> BuysAsync(params int[] seats)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, seats);
        return (showing, booking, customer);
    }

    async Task<(IPage Page, Album Album)> OpensAsync(BookingView booking, string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync($"/bookings/{booking.Reference}?link={await app.LinkOfAsync(booking.Id)}");
        await page.Locator("#booking-status").WaitForAsync();
        return (page, new Album(language[..2], screen));
    }
}
