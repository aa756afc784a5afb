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

            await page.Locator(".problem").WaitForAsync();
            await Task.Delay(TimeSpan.FromSeconds(1));
        }
    }
}
