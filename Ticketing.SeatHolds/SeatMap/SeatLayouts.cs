using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Ticketing.Core.Database;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.SeatHolds.SeatMap;

/// <param name="ReadAt">Timestamp of the clock.</param>
sealed record SeatLayout(CompressedAnswer Answer, long ReadAt);

/// <summary>Where a showing's seats are; read from PostgreSQL once in a while by each replica, and kept longer than that should it be away.</summary>
sealed class SeatLayouts(IServiceScopeFactory scopes, IMemoryCache cache, IOptions<JsonOptions> json, TimeProvider clock)
{
    static readonly TimeSpan Freshness = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    /// <summary>Keeps those who guess at numbers from the database.</summary>
    static readonly TimeSpan UnknownLifetime = TimeSpan.FromSeconds(2);

    readonly SharedCalls<long, SeatLayout?> reads = new();

    /// <summary>Null if there is no such showing.</summary>
    /// <exception cref="SeatHoldsUnavailableException">PostgreSQL is away, and nobody has asked for this layout lately.</exception>
    public async ValueTask<SeatLayout?> FindAsync(long showingId, CancellationToken ct)
    {
        var isKnown = cache.TryGetValue(new Key(showingId), out SeatLayout? known);
        if (isKnown && (known is null || clock.GetElapsedTime(known.ReadAt) < Freshness))
            return known;

        try
        {
            return await reads.RunAsync(showingId, ReadAsync, ct);
        }
        catch (Exception e) when (DatabaseFailure.IsAbsence(e))
        {
            return known ?? throw new SeatHoldsUnavailableException($"The layout of showing {showingId} cannot be read.", e);
        }
    }

    async Task<SeatLayout?> ReadAsync(long showingId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var response = await LayoutResponse.ReadAsync(database, showingId, CancellationToken.None);
        return cache.Set(new Key(showingId), response is null ? null : Write(response), response is null ? UnknownLifetime : Lifetime);
    }

    SeatLayout Write(LayoutResponse response) =>
        new(new CompressedAnswer(JsonSerializer.SerializeToUtf8Bytes(response, json.Value.SerializerOptions)), clock.GetTimestamp());

    sealed record Key(long ShowingId);
}
