using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Api.Catalogue;

/// <summary>
/// How many seats of showings are free, a few seconds old at most. Redis knows, which counts what somebody holds just now; a showing that
/// it does not have has no holds, and is counted in PostgreSQL rather than built for a list. No list waits long for it, or fails by it.
/// </summary>
sealed class SeatsLeft(ShowingStore showings, IServiceScopeFactory scopes, IMemoryCache cache, TimeProvider clock)
{
    static readonly ShowingScript CountScript = ShowingScript.OfLoaded<SeatsLeft>("SeatsLeft");

    /// <summary>However many lists a showing is in.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3);

    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Of those showings for which it can be known now.</summary>
    public async Task<IReadOnlyDictionary<long, FreeSeats>> OfAsync(IEnumerable<long> showingIds, CancellationToken ct)
    {
        var known = new Dictionary<long, FreeSeats>();
        var asked = new List<long>();
        foreach (var id in showingIds)
        {
            if (cache.TryGetValue(new Key(id), out FreeSeats? free))
                known[id] = free!;
            else
                asked.Add(id);
        }

        if (asked.Count == 0)
            return known;

        try
        {
            foreach (var (id, free) in await CountAsync(asked).WaitAsync(Patience, clock, ct))
                known[id] = free;
        }
        catch (TimeoutException)
        {
            // What comes later is for the next list.
        }

        return known;
    }

    /// <summary>Not cancelled with the list that asks first: others can use the answer too.</summary>
    async Task<Dictionary<long, FreeSeats>> CountAsync(List<long> ids)
    {
        var counts = new Dictionary<long, FreeSeats>();
        try
        {
            foreach (var (id, free) in await Task.WhenAll(ids.Select(async id => (id, await FindAsync(id)))))
            {
                if (free is not null)
                    counts[id] = free;
            }

            foreach (var (id, free) in await CountUnloadedAsync([.. ids.Where(id => !counts.ContainsKey(id))]))
                counts[id] = free;
        }
        catch (Exception e) when (e is SeatHoldsUnavailableException || DatabaseFailure.IsAbsence(e))
        {
            // A list without it says all else; whoever needs Redis to sell says that it is away.
        }

        foreach (var (id, free) in counts)
            cache.Set(new Key(id), free, Lifetime);
        return counts;
    }

    /// <summary>Null if Redis does not have the showing.</summary>
    async Task<FreeSeats?> FindAsync(long showingId) =>
        await showings.RunIfLoadedAsync(CountScript, showingId, [], CancellationToken.None) is { } answer
            ? new FreeSeats(answer.Number(0), answer.Number(1))
            : null;

    async Task<Dictionary<long, FreeSeats>> CountUnloadedAsync(long[] ids)
    {
        if (ids is [])
            return [];

        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TicketingDbContext>();
        var booked = database.BookingSeats.Where(booked => booked.FreedAt == null);
        return await database.Showings.Where(showing => ids.Contains(showing.Id))
            .Select(showing => new
            {
                showing.Id,
                Seats = showing.Auditorium.Seats.Count(seat => seat.Kind == SeatKind.Standard)
                    - booked.Count(taken => taken.ShowingId == showing.Id && taken.Seat.Kind == SeatKind.Standard),
                Spaces = showing.Auditorium.Seats.Count(seat => seat.Kind == SeatKind.Wheelchair)
                    - booked.Count(taken => taken.ShowingId == showing.Id && taken.Seat.Kind == SeatKind.Wheelchair),
            })
            .ToDictionaryAsync(count => count.Id, count => new FreeSeats(count.Seats, count.Spaces));
    }

    sealed record Key(long ShowingId);
}

/// <param name="Seats">For everybody: neither wheelchair spaces nor the seats that go with them.</param>
/// <param name="WheelchairSpaces">With or without a free seat beside them.</param>
sealed record FreeSeats(int Seats, int WheelchairSpaces);
