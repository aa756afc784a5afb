using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Waiting;

/// <summary>Waiting rooms, as seat-holds has them.</summary>
sealed class WaitingRoomClient(HttpClient http, HybridCache cache, ILogger<WaitingRoomClient> logger)
{
    const string PassCookie = "ticketing-pass-";

    /// <summary>A crowd that opens the page costs one question a second.</summary>
    static readonly HybridCacheEntryOptions Kept = new() { Expiration = TimeSpan.FromSeconds(1) };

    /// <summary>The room before a showing, or null. Also null while seat-holds does not answer: it is asked again when seats are held.</summary>
    public async ValueTask<RoomAnswer?> BeforeAsync(long showingId, CancellationToken ct) =>
        (await cache.GetOrCreateAsync(
            string.Create(CultureInfo.InvariantCulture, $"waiting-room/{showingId}"),
            async token => await AskAsync(showingId, pass: null, token),
            Kept,
            cancellationToken: ct)).Room;

    /// <summary>Whether the browser has to wait first: there is a room, and it brings no pass that holds.</summary>
    public async ValueTask<bool> IsBeforeAsync(long showingId, HttpRequest request, CancellationToken ct) =>
        await BeforeAsync(showingId, ct) is { } room
        && (request.Cookies[string.Create(CultureInfo.InvariantCulture, $"{PassCookie}{room.Id}")] is not { } pass || (await AskAsync(showingId, pass, ct)).Room is { Admitted: false });

    async Task<RoomBefore> AskAsync(long showingId, string? pass, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/live/waiting-rooms?showing={showingId}"));
        if (pass is not null)
            request.Headers.TryAddWithoutValidation("Waiting-Room-Pass", pass);
        return (await http.AskAsync<RoomBefore>(request, logger, ct)).Succeeded(out var before, out _) ? before : new RoomBefore(null);
    }

    [ImmutableObject(true)]
    sealed record RoomBefore(RoomAnswer? Room);
}

/// <param name="OpensAt">Until then everybody who is here takes part in the draw.</param>
/// <param name="Open">Whether the draw has been.</param>
sealed record RoomAnswer(long Id, DateTimeOffset? OpensAt, bool Open, bool Admitted);
