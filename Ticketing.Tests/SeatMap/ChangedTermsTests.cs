using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Messaging;
using Ticketing.Core.Seats.Loading;
using Ticketing.SeatHolds.Holds;
using Ticketing.SeatHolds.SeatMap;

namespace Ticketing.Tests.SeatMap;

/// <summary>
/// Whoever has a seat map open learns at once that its showing was cancelled or is sold at other times. Clocks stand still here, so
/// that nothing is read just because it was not for long.
/// </summary>
public sealed class ChangedTermsTests(LiveSeats live) : IClassFixture<LiveSeats>
{
    static readonly DateTimeOffset Then = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("cancelled", "True")]
    [InlineData("saleOpensAt", "2031-01-01T00:00:00+00:00")]
    [InlineData("cutoffAt", "2031-01-01T00:00:00+00:00")]
    public async Task Reconcile_WhenTermsChanged_TellsThoseWhoWatchAtAnyReplica(string term, string value)
    {
        var showing = await live.GivenShowingAsync();
        var clock = new FakeTimeProvider();
        var (here, there) = (await live.GivenReplicaAsync(clock: clock), await live.GivenReplicaAsync(clock: clock));
        using var nearby = here.CreateClient();
        using var faraway = there.CreateClient();
        await using var one = await LiveStream.OpenAsync(nearby, showing.Id);
        await using var other = await LiveStream.OpenAsync(faraway, showing.Id);
        await one.NextAsync("seats");
        await other.NextAsync("seats");

        await live.ChangeTermsAsync(showing, row => Change(row, term));
        (await here.Services.GetRequiredService<SeatReconciliation>().ReconcileAsync(showing.Id, default)).ShouldBe(1);

        foreach (var client in (HttpClient[])[nearby, faraway])
            await TermBecomesAsync(client, showing.Id, term, value);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        foreach (var stream in (LiveStream[])[one, other])
            (await stream.NextAsync("seats")).Data.GetProperty(term).ToString().ShouldBe(value);
    }

    /// <summary>Redis was emptied a moment before, and nobody has noticed yet.</summary>
    [Fact]
    public async Task ShowingCancelled_WhenRedisHasLostTheShowing_TellsThoseWhoWatch()
    {
        var showing = await live.GivenShowingAsync();
        var replica = await live.GivenReplicaAsync(clock: new FakeTimeProvider());
        using var client = replica.CreateClient();
        await using var stream = await LiveStream.OpenAsync(client, showing.Id);
        await stream.NextAsync("seats");
        await showing.LoseAsync();

        await live.ChangeTermsAsync(showing, row => Change(row, "cancelled"));
        await new StoppedSales(replica.Services.GetRequiredService<SeatReconciliation>(), replica.Services.GetRequiredService<SeatStateStore>())
            .HandleAsync(new ShowingCancelled(showing.Id), new MessageContext(Guid.NewGuid(), "test", 1), default);

        await TermBecomesAsync(client, showing.Id, "cancelled", "True");
    }

    static void Change(Showing showing, string term)
    {
        switch (term)
        {
            case "cancelled":
                showing.CancelledAt = Then;
                break;
            case "saleOpensAt":
                showing.SaleOpensAt = Then;
                break;
            default:
                showing.CutoffAt = Then;
                break;
        }
    }

    static Task<string> TermBecomesAsync(HttpClient client, long showingId, string term, string value) =>
        Eventually.BecomesAsync(
            async () => (await client.GetFromJsonAsync<JsonElement>($"/live/showings/{showingId}/seats")).GetProperty(term).ToString(), found => found == value);
}
