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
    public async ValueTask<RoomResponse?> BeforeAsync(long showingId, CancellationToken ct) =>
        (await cache.GetOrCreateAsync(
            string.Create(CultureInfo.InvariantCulture, $"waiting-room/{showingId}"),
            async token => new KnownRoom(await AskAsync(showingId, pass: null, token)),
            Kept,
            cancellationToken: ct)).Room;

    /// <summary>Whether the pass lets its customer through the room before a showing, or there is none any more.</summary>
    public async Task<bool> IsOpenAsync(long showingId, OpaqueToken pass, CancellationToken ct) =>
        await AskAsync(showingId, pass, ct) is not { Admitted: false };

    async Task<RoomResponse?> AskAsync(long showingId, OpaqueToken? pass, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/live/waiting-rooms?showing={showingId}"));
        if (pass is not null)
            request.Headers.Add(WaitingRoomPass.Header, pass.ToString());
        return (await http.AskAsync<RoomBeforeShowingResponse>(request, logger, ct, answer => answer.ShowingId == showingId)).Succeeded(out var before, out _)
            ? before.Room
            : null;
    }

    [ImmutableObject(true)]
    sealed record KnownRoom(RoomResponse? Room);
}
