using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>The way to a ticket as visitors have set up their systems: a narrow screen, dark pages, few colours, no movement, no mouse.</summary>
[Trait("Category", "Browser")]
public sealed class PreferencesInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    static readonly Screen Narrow = new("narrow", 320, 640, true);

    /// <summary>Each shot fails where the page is wider than its screen.</summary>
    [Theory]
    [InlineData("ko-KR")]
    [InlineData("en-US")]
    public async Task Pages_OnANarrowScreen_DoNotScrollSideways(string language)
    {
        var album = new Album(language[..2], Narrow);
        var page = await chromium.NewPageAsync(app.Address("web"), Narrow, language);

        await VisitAllAsync(page, name => album.ShootAsync(page, name));
    }

    [Theory]
    [InlineData("ko-KR", ColorScheme.Dark)]
    [InlineData("en-US", ColorScheme.Dark)]
    [InlineData("en-US", ColorScheme.Light)]
    public async Task Pages_DarkOrLight_CanBeRead(string language, ColorScheme scheme)
    {
        var album = new Album($"{language[..2]}-{scheme}", Screen.Phone);
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, language);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });

        await VisitAllAsync(page, async name =>
        {
            await album.ShootAsync(page, name);
            (await page.UnreadableAsync()).ShouldBeEmpty(name);
            (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(
                scheme == ColorScheme.Dark ? "rgb(18, 20, 28)" : "rgb(245, 245, 243)");
        });
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task SeatMap_InTheSystemsColours_TellsSeatsApart(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        await (await app.GivenCustomerAsync()).HoldsAsync(showing.Id, 10, 11);
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ReducedMotion = ReducedMotion.Reduce });
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='4'].available").ClickAsync();
        await page.Locator("button[data-index='10'].held").WaitForAsync();

        string[] looks = [await LookAsync(4), await LookAsync(6), await LookAsync(10)];

        looks.ShouldBeUnique();
        (await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#best')).borderTopStyle")).ShouldBe("solid");
        await new Album(language[..2], screen).ShootAsync(page, "3-seats-forced-colours");

        Task<string> LookAsync(int seat) => page.EvaluateAsync<string>(
            "seat => { const { backgroundColor, borderTopStyle } = getComputedStyle(document.querySelector(`button[data-index='${seat}']`)); return backgroundColor + borderTopStyle; }",
            seat);
    }

    [Theory]
    [InlineData(ReducedMotion.Reduce, "none")]
    [InlineData(ReducedMotion.NoPreference, "turn")]
    public async Task Spinner_WhereMovementIsUnwelcome_StandsStill(ReducedMotion wish, string animation)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "en-US");
        await page.OpenAsync("/");
        await page.EmulateMediaAsync(new() { ReducedMotion = wish });

        var name = await page.EvaluateAsync<string>(
            "() => { const spinner = document.createElement('div'); spinner.className = 'spinner'; document.body.append(spinner); return getComputedStyle(spinner).animationName; }");

        name.ShouldBe(animation);
    }

    [Fact]
    public async Task Buy_ByKeyboardAlone_EndsWithTickets()
    {
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Desktop, "en-US");
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index].available").First.WaitForAsync();

        await TabToAsync(page, "button[data-index]");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("button.selected")).ToHaveCountAsync(2);
        await TabToAsync(page, "#hold");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#email").WaitForAsync();
        await TabToAsync(page, "#email");
        await page.Keyboard.TypeAsync($"{Guid.NewGuid():N}@browsers.example");
        await TabToAsync(page, "#pay");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#card-number").WaitForAsync();
        await TabToAsync(page, "#card-number");
        await page.Keyboard.TypeAsync(Cards.Good);
        await TabToAsync(page, "#pay");
        await page.Keyboard.PressAsync("Enter");

        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await Assertions.Expect(page.Locator("#tickets li")).ToHaveCountAsync(2);
    }

    /// <summary>The pages on the way to a ticket, and those of accounts.</summary>
    async Task VisitAllAsync(IPage page, Func<string, Task> look)
    {
        var showing = await app.GivenShowingAsync();
        foreach (var (name, address) in new[]
        {
            ("home", "/"), ("films", "/films?q=none"), ("login", "/account/login"), ("register", "/account/register"), ("forgot", "/account/forgot"),
            ("find", "/bookings/find"), ("bookings", "/bookings"), ("privacy", "/privacy"), ("none", "/none"), ("list", $"/showings/{showing.Id}/seats"),
        })
        {
            await page.OpenAsync(address);
            await look($"preferences-{name}");
        }

        await page.OpenAsync("/account/login");
        await page.SendAsync("#login");
        await look("preferences-login-wrong");
        await page.OpenAsync("/");
        var cinema = (await page.Locator("a[href*='/cinemas/']").First.GetAttributeAsync("href")).ShouldNotBeNull();
        await page.OpenAsync((await page.Locator("#films a[href*='/films/']").Last.GetAttributeAsync("href")).ShouldNotBeNull());
        await look("preferences-film");
        await page.OpenAsync(cinema);
        await look("preferences-cinema");
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='4'].available").ClickAsync();
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await look("preferences-seats");
        await page.SendAsync("#hold");
        await page.Locator("#email").FillAsync($"{Guid.NewGuid():N}@browsers.example");
        await look("preferences-checkout");
        await page.SendAsync("#pay");
        await page.Locator("#card-number").FillAsync(Cards.Good);
        await page.Locator("#pay").ClickAsync();
        await page.Locator("#booking-status[data-status='confirmed']").WaitForAsync();
        await look("preferences-tickets");
    }

    static async Task TabToAsync(IPage page, string what)
    {
        for (var presses = 0; presses < 100; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator($":is({what}):focus").CountAsync() > 0)
                return;
        }

        throw new ShouldAssertException($"{what} is not to be reached by the Tab key.");
    }
}
