using System.Diagnostics;

namespace Ticketing.Tests.SeatMap;

/// <summary>The seat stream by the way that browsers take: web app, relay, one of the replicas.</summary>
public sealed class LiveStreamTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Stream_WhenAnotherCustomerHoldsSeats_TellsThroughTheWebAppAtOnce()
    {
        var showing = await app.GivenShowingAsync();
        var other = await app.GivenCustomerAsync();
        using var web = app.CreateClient("web");
        await using var stream = await LiveStream.OpenAsync(web, showing.Id);
        await stream.NextAsync("seats");

        var watch = Stopwatch.StartNew();
        var hold = await other.HoldsAsync(showing.Id, 5, 6);
        var change = await stream.NextAsync("changes");

        // What something on the way kept back would come with the heartbeat, which is every 15 s.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(14));
        change.Changes.ShouldBe("h5,6");
        change.Id.ShouldBe(hold.Version);
        stream.Response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        stream.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
    }
}
