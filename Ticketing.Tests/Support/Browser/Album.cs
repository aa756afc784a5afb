using Microsoft.Playwright;

namespace Ticketing.Tests.Support.Browser;

/// <summary>Screenshots for people to look at, under <c>artifacts/screenshots</c>; a page that is shot has to be accessible too.</summary>
sealed class Album(string language, Screen screen)
{
    static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    /// <summary>Takes the whole page, not only what the window shows; fails if the page is wider than its screen, or keeps somebody out.</summary>
    /// <param name="isMail">A mail is shown on a page of somebody else's.</param>
    public async Task ShootAsync(IPage page, string name, bool isMail = false)
    {
        await page.LoadedAsync();
        await page.EvaluateAsync("scrollTo(0, 0)");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{language}-{screen.Name}.png"), FullPage = true });
        var width = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        width.ShouldBeLessThanOrEqualTo(screen.Width, $"{name} scrolls sideways on a {screen.Name}");
        await page.ShouldBeAccessibleAsync($"{name} in {language} on a {screen.Name}", isMail);
    }
}
