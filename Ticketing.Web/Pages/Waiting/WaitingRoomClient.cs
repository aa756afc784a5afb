using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Ticketing.Core.Requests;
using Ticketing.Core.WaitingRooms;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Waiting;

/// <summary>Waiting rooms, as seat-holds has them.</summary>
sealed class WaitingRoomClient(HttpClient http, HybridCache cache, ILogger<WaitingRoomClient> logger)
{
    /// <summary>A crowd that opens the page costs one question a second.</summary>
    static readonly HybridCacheEntryOptions Kept = new() { Expiration = TimeSpan.FromSeconds(1) };

    /// <summary>The room before a showing, or null. Also null while seat-holds does not answer: it is asked again when seats are held.</summary>
    public async ValueTask<RoomAnswer?> BeforeAsync(long showingId, CancellationToken ct) =>
        (await cache.GetOrCreateAsync(
            string.Create(CultureInfo.InvariantCulture, $"waiting-room/{showingId}"),
            async token => await AskAsync(showingId, pass: null, token),
            Kept,
            cancellationToken: ct)).Room;

    /// <summary>The room as it is for who has the pass, or null if there is none any more.</summary>
    public async Task<RoomAnswer?> BeforeAsync(long showingId, OpaqueToken pass, CancellationToken ct) => (await AskAsync(showingId, pass, ct)).Room;

    async Task<RoomBefore> AskAsync(long showingId, OpaqueToken? pass, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/live/waiting-rooms?showing={showingId}"));
        if (pass is not null)
            request.Headers.Add(WaitingRoomPass.Header, pass.ToString());
        return (await http.AskAsync<RoomBefore>(request, logger, ct, answer => answer.ShowingId is not { } asked || asked == showingId)).Succeeded(out var before, out _)
            ? before
            : new RoomBefore(showingId, null);
    }

    /// <param name="ShowingId">Null from the release before this one.</param>
    [ImmutableObject(true)]
    sealed record RoomBefore(long? ShowingId, RoomAnswer? Room);
}

/// <param name="OpensAt">Until then everybody who is here takes part in the draw.</param>
/// <param name="Open">Whether the draw has been.</param>
/// <param name="Admitted">Whether the pass that was shown lets its customer in.</param>
/// <param name="PassExpiresAt">Until when; null without such a pass, and from the release before this one.</param>
sealed record RoomAnswer(long Id, DateTimeOffset? OpensAt, bool Open, bool Admitted, DateTimeOffset? PassExpiresAt = null);
