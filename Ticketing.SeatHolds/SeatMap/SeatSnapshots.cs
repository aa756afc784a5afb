using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

/// <param name="Body">The answer, written once for all who ask.</param>
/// <param name="ReadAt">Timestamp of the clock.</param>
sealed record SeatSnapshot(SeatVersion Version, byte[] Body, long ReadAt);

/// <summary>
/// Seat states as of at most <see cref="MaxAge"/> ago: however many ask, a showing is read from Redis once in that time
/// by each replica.
/// </summary>
sealed class SeatSnapshots(SeatStateStore seats, IMemoryCache cache, TimeProvider clock)
{
    static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(75);
    static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Keeps those who guess at numbers from the database.</summary>
    static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(2);

    readonly SharedCalls<long, SeatSnapshot?> refreshes = new();

    /// <param name="min">A state that the caller has seen already, as in a hold's answer.</param>
    /// <returns>Null if there is no such showing.</returns>
    public async ValueTask<SeatSnapshot?> ReadAsync(long showingId, SeatVersion? min, CancellationToken ct)
    {
        if (cache.TryGetValue(new Key(showingId), out SeatSnapshot? known) && (known is null || IsFresh(known, min)))
            return known;

        var snapshot = await refreshes.RunAsync(showingId, RefreshAsync, ct);
        // The refresh that this call joined may have read before the caller's own change.
        if (snapshot?.Version < min)
            snapshot = await refreshes.RunAsync(showingId, RefreshAsync, ct);
        return snapshot;
    }

    bool IsFresh(SeatSnapshot snapshot, SeatVersion? min) =>
        clock.GetElapsedTime(snapshot.ReadAt) < MaxAge && (min is null || snapshot.Version >= min);

    async Task<SeatSnapshot?> RefreshAsync(long showingId)
    {
        var readAt = clock.GetTimestamp();
        if (await seats.ReadAsync(showingId, CancellationToken.None) is not { } states)
            return cache.Set<SeatSnapshot?>(new Key(showingId), null, UnknownLifetime);

        var body = JsonSerializer.SerializeToUtf8Bytes(SeatStatesResponse.Of(states), JsonSerializerOptions.Web);
        return cache.Set(
            new Key(showingId), new SeatSnapshot(states.Version, body, readAt), new MemoryCacheEntryOptions { SlidingExpiration = IdleLifetime });
    }

    sealed record Key(long ShowingId);
}

/// <param name="States">One letter per seat in layout order: available, held, sold, <c>x</c> for not for sale.</param>
sealed record SeatStatesResponse(string Version, string States, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled)
{
    public static SeatStatesResponse Of(SeatStates states) =>
        new(states.Version.ToString(), states.States, states.SaleOpensAt, states.CutoffAt, states.Cancelled);
}
