using System.Collections.Concurrent;
using Ticketing.Workers.Migrations.Demo;

namespace Ticketing.Tests.Browser;

/// <summary>What the busiest page asks for, on a phone that has nothing of ours yet.</summary>
[Trait("Category", "Browser")]
public sealed class LightPagesInTheBrowserTests(TicketingApp app, Chromium chromium) : IClassFixture<TicketingApp>, IClassFixture<Chromium>
{
    [Fact]
    public async Task SeatMap_OfTheLargestHall_IsThereAfterTenRequests()
    {
        await using var database = await app.DatabaseAsync();
        var showing = await database.GivenShowingAsync(hall: id => HallPlan.Read("imax-624", id));
        var page = await chromium.NewPageAsync(app.Address("web"), Screen.Phone, "ko-KR");
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) =>
        {
            // A page that was put off is opened anew.
            if (request.IsNavigationRequest)
                asked.Clear();
            asked.Enqueue(request.Url);
        };

        await page.RunAndWaitForRequestAsync(
            () => page.OpenAsync($"/showings/{showing.Id}"), request => request.Url.Contains("/stream?since=", StringComparison.Ordinal));
        await page.Locator("button[data-index='623'].available").WaitForAsync();

        asked.ShouldContain(address => address.EndsWith("/layout", StringComparison.Ordinal));
        asked.Count.ShouldBeLessThanOrEqualTo(10, string.Join('\n', asked));
        // Named by what they say, so that a browser never has to ask for them again.
        string[] bundles = [.. asked.Select(address => new Uri(address).AbsolutePath).Where(path => path.StartsWith("/bundles/", StringComparison.Ordinal))];
        bundles.Length.ShouldBe(2);
        bundles.ShouldAllBe(path => path.Split('.').Length == 3);
    }
}
