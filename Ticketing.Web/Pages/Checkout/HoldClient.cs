using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Requests;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.WaitingRooms;
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

    /// <summary>Holds seats, or gives the hold that was taken with the key before.</summary>
    public Task<ApiAnswer<HoldAnswer>> TakeAsync(long showingId, WantedSeats wanted, RequestKey key, OpaqueToken? pass, CancellationToken ct)
    {
        var request = ApiCalls.Post(string.Create(CultureInfo.InvariantCulture, $"/api/showings/{showingId}/holds"), wanted);
        request.Headers.Add(RequestKey.Header, key.ToString());
        if (pass is not null)
            request.Headers.Add(WaitingRoomPass.Header, pass.ToString());
        return http.AskAsync<HoldAnswer>(request, logger, ct, hold => wanted.Seats is null || wanted.Seats.ToHashSet().SetEquals(hold.Seats));
    }

    /// <summary>What the seats of a showing are called, in index order.</summary>
    public async ValueTask<IReadOnlyList<string>> SeatLabelsAsync(long showingId, CancellationToken ct) =>
        [.. (await SeatsAsync(showingId, ct)).Select(seat => seat.Label)];

    /// <summary>Where the seats of a showing are, in index order.</summary>
    public async ValueTask<IReadOnlyList<PlannedSeat>> SeatsAsync(long showingId, CancellationToken ct)
    {
        var plan = await cache.GetOrCreateAsync(
            string.Create(CultureInfo.InvariantCulture, $"seats/{showingId}"),
            async token => await LoadSeatsAsync(showingId, token),
            Kept,
            cancellationToken: ct);
        return plan.ByIndex;
    }

    /// <summary>One letter for each seat, <c>a</c> where it is free.</summary>
    public async Task<string> StatesAsync(long showingId, int seats, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/live/showings/{showingId}/seats");
        return (await http.GetAsync<StatesAnswer>(path, logger, ct, answer => answer.States.Length == seats)).OrThrow().States;
    }

    async Task<SeatPlan> LoadSeatsAsync(long showingId, CancellationToken ct)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/live/showings/{showingId}/layout");
        var layout = (await http.GetAsync<LayoutAnswer>(path, logger, ct, answer => answer.ShowingId == showingId)).OrThrow();
        return new SeatPlan([.. layout.Seats.OrderBy(seat => seat.Index)]);
    }

    static string Path(long showingId, string holdId) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/showings/{showingId}/holds/{Uri.EscapeDataString(holdId)}");

    sealed record LayoutAnswer(long ShowingId, List<PlannedSeat> Seats);

    sealed record StatesAnswer(string States);

    [ImmutableObject(true)]
    sealed record SeatPlan(IReadOnlyList<PlannedSeat> ByIndex);
}

/// <summary>A seat as the layout has it.</summary>
sealed record PlannedSeat(int Index, string Row, int Number, SeatKind Kind, SeatZone Zone)
{
    public string Label => $"{Row}{Number}";

    /// <summary>What is to be said of it, as names of words.</summary>
    public IEnumerable<string> Traits
    {
        get
        {
            if (Zone != SeatZone.Standard)
                yield return $"zone_{Zone.ToString().ToLowerInvariant()}";
            if (Kind != SeatKind.Standard)
                yield return Kind.ToString().ToLowerInvariant();
        }
    }
}

/// <summary>Certain seats, or the best: one of the two.</summary>
sealed record WantedSeats(IReadOnlyList<int>? Seats, BestSeats? BestAvailable);

sealed record BestSeats(int Count);

/// <param name="RenewableUntil">A renewal may move <paramref name="ExpiresAt"/> this far; where it is not later there is no more time to be had.</param>
sealed record HoldAnswer(string HoldId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil);
