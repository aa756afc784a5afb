using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>Two customers before a room for one.</summary>
[Trait("Category", "Browser")]
public sealed class WaitingInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Seats_BehindAWaitingRoom_ComeByThemselvesWhenItIsTheCustomersTurn(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var album = new Album(language[..2], screen);
        var showing = await app.GivenShowingAsync();
        var room = await GivenRoomForOneAsync(showing.Id);
        var seats = new Regex($"/showings/{showing.Id}$");

        var first = await OpensSeatsAsync(screen, language, showing.Id);
        await Assertions.Expect(first).ToHaveURLAsync(seats);
        await first.Locator("button[data-index='4'].available").WaitForAsync();
        var second = await OpensSeatsAsync(screen, language, showing.Id);
        await second.Locator("#waiting-room[data-state='waiting']").WaitForAsync();
        (await second.Locator("#place").InnerTextAsync()).ShouldBe("2");
        (await second.Locator("#ahead").InnerTextAsync()).ShouldBe("0");
        await album.ShootAsync(second, "3-waiting-room");
        // Whoever is inside holds seats.
        await first.Locator("button[data-index='4'].available").ClickAsync();
        await first.Locator("button[data-index='5'].available").ClickAsync();
        await first.SendAsync("#hold");
        await first.Locator("#email").WaitForAsync();
        second.Url.ShouldContain("/waiting/");

        await EndTheLeaseAsync(room);

        await Assertions.Expect(second).ToHaveURLAsync(seats);
        await second.Locator("button[data-index='4'].held").WaitForAsync();
        await second.Locator("button[data-index='6'].available").ClickAsync();
        await second.Locator("button[data-index='7'].available").ClickAsync();
        await second.SendAsync("#hold");
        await second.Locator("#email").WaitForAsync();
    }

    [Theory]
    [InlineData(429, "ko-KR", "같은 네트워크에서")]
    [InlineData(429, "en-US", "from your network")]
    [InlineData(503, "ko-KR", "지금은 잠시")]
    [InlineData(503, "en-US", "for a moment")]
    public async Task Page_WhenJoiningIsPutOff_SaysWhyAndGoesOn(int status, string language, string words)
    {
        var showing = await app.GivenShowingAsync();
        await GivenRoomForOneAsync(showing.Id);
        await Assertions.Expect(await OpensSeatsAsync(Screen.Desktop, language, showing.Id)).ToHaveURLAsync(new Regex($"/showings/{showing.Id}$"));
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, language);
        var refusals = 0;
        await page.RouteAsync("**/api/waiting-rooms/*/places", route => ++refusals > 2
            ? route.ContinueAsync()
            : route.FulfillAsync(new() { Status = status, ContentType = "application/problem+json", Body = "{}", Headers = [new("Retry-After", "1")] }));

        await page.OpenAsync($"/showings/{showing.Id}");

        await page.Locator(".offline", new() { HasText = words }).WaitForAsync();
        await page.Locator("#waiting-room[data-state='waiting']").WaitForAsync();
        (await page.Locator(".offline").IsHiddenAsync()).ShouldBeTrue();
        refusals.ShouldBe(3);
    }

    /// <summary>Most people look at something else while they wait. No browser without a screen asks its user, so the answer is made up.</summary>
    [Theory]
    [InlineData("ko-KR", "차례가 되었습니다")]
    [InlineData("en-US", "It is your turn")]
    public async Task Turn_WhenTheTabIsHidden_IsCalledOut(string language, string words)
    {
        var showing = await app.GivenShowingAsync();
        var room = await GivenRoomForOneAsync(showing.Id);
        var seats = new Regex($"/showings/{showing.Id}$");
        var first = await OpensSeatsAsync(Screen.Desktop, language, showing.Id);
        await Assertions.Expect(first).ToHaveURLAsync(seats);
        var second = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, language);
        await second.AddInitScriptAsync(
            """
            let hidden = false;
            Object.defineProperty(document, "hidden", { get: () => hidden });
            window.look = away => { hidden = away; document.dispatchEvent(new Event("visibilitychange")); };
            window.notified = [];
            window.Notification = class extends EventTarget {
              static permission = "default";
              static async requestPermission() { return this.permission = "granted"; }
              constructor(title) { super(); notified.push(title); }
            };
            """);
        await second.OpenAsync($"/showings/{showing.Id}");
        await second.Locator("#waiting-room[data-state='waiting']").WaitForAsync();
        await second.Locator("#notify").ClickAsync();
        await new Album(language[..2], Screen.Desktop).ShootAsync(second, "3-waiting-room-notify");
        await second.EvaluateAsync("look(true)");

        await EndTheLeaseAsync(room);

        await second.WaitForFunctionAsync("words => document.title.includes(words)", words);
        (await second.EvaluateAsync<string[]>("notified")).ShouldHaveSingleItem().ShouldContain(words);
        second.Url.ShouldContain("/waiting/");
        await ShowsTheTimeOfTheLeaseAsync(second, room);
        await new Album(language[..2], Screen.Desktop).ShootAsync(second, "3-waiting-room-turn");
        await second.EvaluateAsync("look(false)");
        await Assertions.Expect(second).ToHaveURLAsync(seats);
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Seats_BehindAWaitingRoom_SayHowLongThePassLasts(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        var room = await GivenRoomForOneAsync(showing.Id);

        var page = await OpensSeatsAsync(screen, language, showing.Id);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"/showings/{showing.Id}$"));

        await ShowsTheTimeOfTheLeaseAsync(page, room);
        await page.Locator("button[data-index='4'].available").WaitForAsync();
        await new Album(language[..2], screen).ShootAsync(page, "3-seats-inside");
    }

    /// <summary>Whoever comes back too late is not told that it is their turn.</summary>
    [Fact]
    public async Task Turn_WhenItsTimeIsOverWhileNobodyLooks_IsSaidToBeOver()
    {
        var showing = await app.GivenShowingAsync();
        await GivenRoomForOneAsync(showing.Id);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");
        await page.AddInitScriptAsync("Object.defineProperty(document, 'hidden', { get: () => true });");
        await page.RouteAsync("**/api/waiting-rooms/*/pass", async route =>
        {
            var answer = await route.FetchAsync();
            var soon = TimeProvider.System.GetUtcNow().AddSeconds(3);
            await route.FulfillAsync(new() { Response = answer, Body = JsonSerializer.Serialize(new { pass = "", expiresAt = soon }) });
        });

        await page.OpenAsync($"/showings/{showing.Id}");

        await page.Locator("#inside:visible").WaitForAsync();
        await page.Locator("#waiting-room[data-state='lapsed'] #join-again:visible").WaitForAsync();
        await Assertions.Expect(page.Locator("#inside")).ToBeHiddenAsync();
        (await page.TitleAsync()).ShouldStartWith("Waiting room");
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Customer_WithoutScripts_WaitsAndGoesInByButtons(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        var room = await GivenRoomForOneAsync(showing.Id);
        await Assertions.Expect(await OpensSeatsAsync(screen, language, showing.Id)).ToHaveURLAsync(new Regex($"/showings/{showing.Id}$"));
        var second = await chromium.NewPageAsync(app.Address("web"), screen, language, scripts: false);
        await second.OpenAsync($"/showings/{showing.Id}");
        await new Album(language[..2], screen).ShootAsync(second, "without-script-5-joining");

        await second.SendAsync("#join");
        await Assertions.Expect(second.Locator("#place")).ToHaveTextAsync("2");
        await Assertions.Expect(second.Locator("#ahead")).ToHaveTextAsync("0");
        await new Album(language[..2], screen).ShootAsync(second, "without-script-6-waiting");
        await EndTheLeaseAsync(room);
        await second.Locator("#enter").WaitForAsync();
        await second.SendAsync("#enter");

        await second.Locator("#seat-list").WaitForAsync();
        await second.Locator("input[name='Chosen'][value='4']").CheckAsync();
        await second.Locator("input[name='Chosen'][value='5']").CheckAsync();
        await second.SendAsync("#hold");
        await Assertions.Expect(second.Locator(".seat-name")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Customer_WhoSignsInWhileWaiting_KeepsThePlace()
    {
        var showing = await app.GivenShowingAsync();
        var room = await GivenRoomForOneAsync(showing.Id);
        var seats = new Regex($"/showings/{showing.Id}$");
        var first = await OpensSeatsAsync(Screen.Desktop, "en-US", showing.Id);
        await Assertions.Expect(first).ToHaveURLAsync(seats);
        var second = await OpensSeatsAsync(Screen.Desktop, "en-US", showing.Id);
        await second.Locator("#waiting-room[data-state='waiting']").WaitForAsync();
        var third = await OpensSeatsAsync(Screen.Desktop, "en-US", showing.Id);
        await third.Locator("#waiting-room[data-state='waiting']").WaitForAsync();

        var member = await app.RegisterMemberAsync();
        var beside = await second.Context.NewPageAsync();
        await beside.OpenAsync("/account/login");
        await beside.SendAsync("#login", ("input[type='email']", member.Email), ("input[type='password']", member.Password));
        await Assertions.Expect(beside).ToHaveURLAsync("/en");
        await EndTheLeaseAsync(room);

        await Assertions.Expect(second).ToHaveURLAsync(seats);
        third.Url.ShouldContain("/waiting/");
        await second.Locator("button[data-index='4'].available").ClickAsync();
        await second.Locator("button[data-index='5'].available").ClickAsync();
        await second.SendAsync("#hold");
        await second.Locator("#email").WaitForAsync();
    }

    async Task<IPage> OpensSeatsAsync(Screen screen, string language, long showingId)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync($"/showings/{showingId}");
        return page;
    }

    /// <summary>Known to the replicas and to the web app's memory when this returns.</summary>
    async Task<long> GivenRoomForOneAsync(long showingId)
    {
        var room = await app.GivenWaitingRoomAsync(showingId, cap: 1);
        using var web = app.CreateClient("web");
        // Several in a row, since either replica may answer.
        var led = 0;
        await Eventually.BecomesAsync(
            async () =>
            {
                using var answer = await web.GetAsync($"/showings/{showingId}");
                await Task.Delay(TimeSpan.FromSeconds(0.6));
                return led = answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/waiting/", StringComparison.Ordinal) || (int)answer.StatusCode == 303 ? led + 1 : 0;
            },
            times => times >= 6,
            TimeSpan.FromMinutes(2));
        return room;
    }

    async Task ShowsTheTimeOfTheLeaseAsync(IPage page, long roomId)
    {
        await using var database = await app.DatabaseAsync();
        var ends = await database.WaitingRoomLeases.Where(lease => lease.RoomId == roomId && lease.EndedAt == null).Select(lease => lease.ExpiresAt).SingleAsync();
        var time = page.Locator("#inside time");
        await Assertions.Expect(time).ToHaveAttributeAsync("data-countdown", $"{ends.ToUnixTimeMilliseconds()}");
        await Assertions.Expect(time).ToHaveTextAsync(new Regex(@"^\d?\d:\d\d$"));
        await Assertions.Expect(time).ToBeVisibleAsync();
    }

    async Task EndTheLeaseAsync(long roomId)
    {
        await using var database = await app.DatabaseAsync();
        (await database.Database.ExecuteSqlAsync(
            $"UPDATE waiting_room_leases SET ended_at = now(), changed_at = clock_timestamp() WHERE room_id = {roomId} AND ended_at IS NULL")).ShouldBe(1);
    }
}
