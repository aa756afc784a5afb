using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Ticketing.Tests.Browser;

/// <summary>Who cannot see what is wrong with a form is led to the field and told, whether the browser runs scripts or not.</summary>
[Trait("Category", "Browser")]
public sealed class InvalidFieldsInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Theory]
    [InlineData("/account/login", "#login", "email", true)]
    [InlineData("/account/register", "#register", "email", false)]
    [InlineData("/account/forgot", "button#forgot", "email", true)]
    [InlineData("/bookings/find", "#find", "reference", false)]
    [InlineData("/staff/sign-in", "#sign-in", "email", true)]
    public async Task Form_SentEmpty_LeadsToTheFirstFieldAndSaysWhatIsWrong(string address, string button, string field, bool scripts)
    {
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR", scripts);
        await page.OpenAsync(address);
        await Assertions.Expect(page.Locator("[aria-invalid]")).ToHaveCountAsync(0);

        await page.SendAsync(button);

        await ShouldBeWrongAsync(page, field);
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Login_WithAWrongPassword_LeadsToThePassword(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync("/account/login");

        await page.SendAsync("#login", ("#email", $"{Guid.NewGuid():N}@browsers.example"), ("#password", "not the password"));

        await ShouldBeWrongAsync(page, "password");
        await Assertions.Expect(page.Locator("[aria-invalid]")).ToHaveCountAsync(1);
        await new Album(language[..2], screen).ShootAsync(page, "account-12-wrong-password");
    }

    [Theory]
    [InlineData("ko-KR", true)]
    [InlineData("en-US", false)]
    public async Task Checkout_WithoutAnAddress_LeadsToIt(string language, bool onPhone)
    {
        var screen = onPhone ? Screen.Phone : Screen.Desktop;
        var showing = await app.GivenShowingAsync();
        var page = await chromium.NewPageAsync(app.Address("web"), screen, language);
        await page.OpenAsync($"/showings/{showing.Id}");
        await page.Locator("button[data-index='4'].available").ClickAsync();
        await page.Locator("button[data-index='5'].available").ClickAsync();
        await page.SendAsync("#hold");

        await page.SendAsync("#pay", ("#email", "nobody"));

        await ShouldBeWrongAsync(page, "email");
        await new Album(language[..2], screen).ShootAsync(page, "4-checkout-wrong-address");
    }

    static async Task ShouldBeWrongAsync(IPage page, string field)
    {
        var input = page.Locator($"#{field}[aria-invalid='true']");
        await Assertions.Expect(input).ToBeFocusedAsync();
        // Its words are among those that describe it.
        var words = page.Locator($"#{field}-error");
        await Assertions.Expect(words).Not.ToBeEmptyAsync();
        // Not a text's name.
        await Assertions.Expect(words).Not.ToHaveTextAsync(new Regex(@"^\s*\w+\.\w+\s*$"));
        (await input.GetAttributeAsync("aria-describedby")).ShouldNotBeNull().Split(' ').ShouldContain($"{field}-error");
    }
}
