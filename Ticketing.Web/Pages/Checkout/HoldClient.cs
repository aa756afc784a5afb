using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Ticketing.Core.Seats.Holds;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Checkout;

/// <summary>Holds of the customer whose page is being made, at seat-holds.</summary>
sealed class HoldClient(HttpClient http, HybridCache cache, ILogger<HoldClient> logger)
{
    static readonly HybridCacheEntryOptions Kept = new() { Expiration = TimeSpan.FromMinutes(10) };

    /// <summary>The hold, or null when it is unknown, somebody else's or over.</summary>
    public async Task<HoldAnswer?> FindAsync(long showingId, string? holdId, CancellationToken ct) =>
        HoldId.IsGood(holdId) ? (await http.GetAsync<HoldAnswer>(Path(showingId, holdId), logger, ct, hold => hold.HoldId == holdId)).OrNull() : null;

    /// <summary>Gives the seats back at once. Where that fails the hold ends by itself.</summary>
    public async Task<ApiAnswer<Nothing>> ReleaseAsync(long showingId, string? holdId, CancellationToken ct) =>
        HoldId.IsGood(holdId)
            ? await http.AskAsync<Nothing>(new HttpRequestMessage(HttpMethod.Delete, Path(showingId, holdId)), logger, ct)
            : new ApiAnswer<Nothing>(Nothing.Instance);

    /// <summary>What the seats of a showing are called, in index order.</summary>
    public async ValueTask<IReadOnlyList<string>> SeatLabelsAsync(long showingId, CancellationToken ct)
    {
        var labels = await cache.GetOrCreateAsync(
            string.Create(CultureInfo.InvariantCulture, $"seat-labels/{showingId}"),
            async token => await LoadLabelsAsync(showingId, token),
            Kept,
            cancellationToken: ct);
        return labels.ByIndex;
    }

    async Task<SeatLabels> LoadLabelsAsync(long showingId, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/live/showings/{showingId}/layout");
        var layout = (await http.GetAsync<LayoutAnswer>(path, logger, ct, answer => answer.ShowingId == showingId)).OrThrow();
        return new SeatLabels([.. layout.Seats.OrderBy(seat => seat.Index).Select(seat => $"{seat.Row}{seat.Number}")]);
    }

    static string Path(long showingId, string holdId) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/showings/{showingId}/holds/{Uri.EscapeDataString(holdId)}");

    sealed record LayoutAnswer(long ShowingId, List<LayoutSeat> Seats);

    sealed record LayoutSeat(int Index, string Row, int Number);

    [ImmutableObject(true)]
    sealed record SeatLabels(IReadOnlyList<string> ByIndex);
}

/// <param name="RenewableUntil">A renewal may move <paramref name="ExpiresAt"/> this far; where it is not later there is no more time to be had.</param>
sealed record HoldAnswer(string HoldId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil);
