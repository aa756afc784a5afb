using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Ticketing.Tests.Support.Browser;

static class Accessibility
{
    static readonly AxeRunOptions RulesOfPages = RulesWithout();

    /// <summary>The page that shows a mail has landmarks; the mail itself would only add others.</summary>
    static readonly AxeRunOptions RulesOfMails = RulesWithout("landmark-one-main", "region");

    /// <summary>The system chooses the colours, and pages are told their own.</summary>
    static readonly AxeRunOptions RulesOfForcedColours = RulesWithout("color-contrast");

    /// <summary>Fails with rules and elements where axe finds that the page, as it stands, keeps somebody out.</summary>
    /// <param name="name">The page, for whoever reads of the failure.</param>
    public static async Task ShouldBeAccessibleAsync(this IPage page, string name, bool isMail = false)
    {
        // axe works with timers, which a page without scripts has none of.
        if (await page.EvaluateAsync<bool>("matchMedia('(scripting: none)').matches"))
        {
            await using var context = await page.Context.Browser!.NewContextAsync(
                new() { ViewportSize = new() { Width = page.ViewportSize!.Width, Height = page.ViewportSize.Height } });
            await (await CopyAsync(page, context)).ShouldBeAccessibleAsync(name, isMail);
            return;
        }

        var isForced = await page.EvaluateAsync<bool>("matchMedia('(forced-colors: active)').matches");
        var found = await page.RunAxe(isMail ? RulesOfMails : isForced ? RulesOfForcedColours : RulesOfPages);
        found.Passes.ShouldNotBeEmpty($"axe saw nothing of {name}");
        found.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {rule.Help}: {node.Html}: {Reasons(node)}"))
            .ShouldBeEmpty($"{name} keeps somebody out");
    }

    /// <summary>WCAG 2.2 to AA, with all that it has from its forerunners, and what axe holds to be good practice besides.</summary>
    static AxeRunOptions RulesWithout(params string[] rules) => new()
    {
        RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
        Rules = rules.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }),
        // Of a hall's seats, what is right with each would be most of the answer.
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>What the page shows, at its address, with none of the scripts that it would have had.</summary>
    static async Task<IPage> CopyAsync(IPage page, IBrowserContext context)
    {
        var (copy, shown) = (await context.NewPageAsync(), await page.ContentAsync());
        await copy.RouteAsync(address => address == page.Url, route => route.FulfillAsync(new()
        {
            ContentType = "text/html; charset=utf-8",
            Body = shown,
            Headers = [new("Content-Security-Policy", "script-src 'none'")],
        }));
        await copy.GotoAsync(page.Url);
        return copy;
    }

    static string Reasons(AxeResultNode node) => string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message));
}
