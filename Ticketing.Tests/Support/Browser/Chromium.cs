using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Ticketing.Tests.Support.Browser;

/// <summary>The system's Chromium without windows; started once for the run and shared by every class that browses.</summary>
public sealed class Chromium : IAsyncLifetime
{
    static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Started = new(StartAsync);

    /// <summary>In milliseconds.</summary>
    static readonly float Patience = (float)Eventually.Patience.TotalMilliseconds;

    const int Told = 12;

    static readonly ConcurrentQueue<string> Refused = [];

    readonly ConcurrentBag<IBrowserContext> customers = [];
    IBrowser browser = null!;

    /// <summary>Said with every failed test: the last requests of pages that were refused or failed; empty while there are none.</summary>
    internal static string Note => Refused.IsEmpty ? "" : $"Pages were refused: {string.Join("; ", Refused)}";

    public async Task InitializeAsync() => (_, browser) = await Started.Value;

    /// <summary>Closes the class's pages, which would go on asking and drawing; StackTestFramework stops the browser at the end of the run.</summary>
    public Task DisposeAsync() => Task.WhenAll(customers.Select(customer => customer.CloseAsync()));

    internal static async Task StopAsync()
    {
        if (!Started.IsValueCreated)
            return;

        var (playwright, browser) = await Started.Value;
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(Patience);
        return (playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium-headless-shell",
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        }));
    }

    /// <summary>A fresh customer at a screen: cookies and storage are the page's own.</summary>
    public Task<IPage> NewPageAsync(Uri site, Screen screen, string language, bool scripts = true) => NewPageAsync(new()
    {
        BaseURL = site.ToString(),
        Locale = language,
        TimezoneId = "Asia/Seoul",
        ViewportSize = new() { Width = screen.Width, Height = screen.Height },
        HasTouch = screen.IsPhone,
        IsMobile = screen.IsPhone,
        JavaScriptEnabled = scripts,
    });

    /// <summary>The same customer with scripts switched off.</summary>
    public async Task<IPage> NewPageWithoutScriptAsync(IPage like, Screen screen) => await NewPageAsync(new()
    {
        BaseURL = new Uri(like.Url).GetLeftPart(UriPartial.Authority),
        StorageState = await like.Context.StorageStateAsync(),
        ViewportSize = new() { Width = screen.Width, Height = screen.Height },
        HasTouch = screen.IsPhone,
        IsMobile = screen.IsPhone,
        JavaScriptEnabled = false,
    });

    async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        // A spinner that turns draws sixty pictures a second, in each of the pages.
        options.ReducedMotion = ReducedMotion.Reduce;
        var context = await browser.NewContextAsync(options);
        customers.Add(context);
        context.SetDefaultTimeout(Patience);
        context.Response += (_, answer) => NoteRefused(answer);
        return await context.NewPageAsync();
    }

    static void NoteRefused(IResponse answer)
    {
        if (answer.Status < 400)
            return;

        Refused.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {answer.Status} {answer.Request.Method} {new Uri(answer.Url).AbsolutePath}");
        if (Refused.Count > Told)
            Refused.TryDequeue(out string? _);
    }
}

public sealed record Screen(string Name, int Width, int Height, bool IsPhone)
{
    public static Screen Phone { get; } = new("phone", 390, 844, true);
    public static Screen Desktop { get; } = new("desktop", 1280, 900, false);
}

static class LoadedPages
{
    /// <summary>Asks the page. Playwright's own <c>WaitForLoadState</c> can miss a load on a busy machine, and then waits for ever.</summary>
    public static async Task LoadedAsync(this IPage page) => await Eventually.BecomesAsync(
        async () =>
        {
            try
            {
                return await page.EvaluateAsync<string>("document.readyState");
            }
            catch (PlaywrightException)
            {
                return "on its way to another page";
            }
        },
        state => state == "complete");
}
