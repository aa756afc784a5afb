using Microsoft.Playwright;

namespace Ticketing.Tests.Support.Browser;

static class Forms
{
    const int Times = 10;

    /// <summary>
    /// Sends a form, and again when told to come back: all tests sign in from one address, where passwords wait for each other, and on a
    /// busy machine a part may not answer in time.
    /// </summary>
    /// <param name="button">Selector of the button that sends it.</param>
    /// <param name="fields">Selectors and what to fill in; the page empties passwords that it shows again.</param>
    public static async Task SendAsync(this IPage page, string button, params (string Field, string Value)[] fields)
    {
        for (var putOff = 0; ; putOff++)
        {
            foreach (var (field, value) in fields)
                await page.Locator(field).FillAsync(value);

            var answer = await page.RunAndWaitForResponseAsync(() => page.Locator(button).ClickAsync(), response => response.Request.Method == "POST");
            if (answer.Status is not (429 or 503) || putOff == Times)
                return;

            await Task.Delay(TimeSpan.FromSeconds(1));
            await page.LoadedAsync();
            if (await page.ComeBackAsync() && await page.Locator(button).CountAsync() == 0)
                return; // What was sent had been done.
        }
    }

    /// <summary>Opens an address, and again when the page that comes says that it cannot be had now.</summary>
    public static async Task OpenAsync(this IPage page, string address)
    {
        await page.GotoAsync(address);
        for (var putOff = 0; putOff < Times && await page.ComeBackAsync(); putOff++)
            await Task.Delay(TimeSpan.FromSeconds(1));
    }

    /// <summary>Presses the button of a page that could not be made.</summary>
    static async Task<bool> ComeBackAsync(this IPage page)
    {
        if (await page.Locator("#try-again").CountAsync() == 0)
            return false;

        await page.Locator("#try-again").ClickAsync();
        await page.LoadedAsync();
        return true;
    }
}
