using System.Data;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;
using Ticketing.Core.Database;

namespace Ticketing.Core.Seats.Loading;

/// <summary>A showing as PostgreSQL knows it at one instant: what <c>Load.lua</c> puts into Redis.</summary>
sealed record ShowingSnapshot(
    long Generation, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled, SeatPlan Plan, IReadOnlyList<BookedSeatRow> Booked)
{
    /// <summary>Null if there is no such showing.</summary>
    public static async Task<ShowingSnapshot?> ReadAsync(TicketingDbContext database, long showingId, CancellationToken ct)
    {
        // One instant for all of it: a seat that changes hands in between must not be seen in both or neither.
        await using var transaction = await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var showing = await database.Showings
            .Where(showing => showing.Id == showingId)
            .Select(showing => new { showing.AuditoriumId, showing.SaleOpensAt, showing.CutoffAt, showing.CancelledAt })
            .SingleOrDefaultAsync(ct);
        if (showing is null)
            return null;

        var seats = await database.Seats.AsNoTracking().Where(seat => seat.AuditoriumId == showing.AuditoriumId).ToListAsync(ct);
        var booked = await BookedSeatRow.ReadAsync(database, [showingId], ct);
        var generation = await database.Database
            .SqlQuery<long>($"""SELECT nextval('seat_generations') AS "Value" """)
            .SingleAsync(ct);
        return new ShowingSnapshot(generation, showing.SaleOpensAt, showing.CutoffAt, showing.CancelledAt is not null, SeatPlan.Of(seats), booked);
    }

    public RedisValue[] ToLoadArguments(TimeSpan bookingGrace) =>
    [
        Generation,
        SaleOpensAt.ToUnixTimeMilliseconds(),
        CutoffAt.ToUnixTimeMilliseconds(),
        Cancelled ? 1 : 0,
        Plan.States,
        Plan.Layout,
        Plan.Quality,
        Plan.Lines,
        Plan.Columns,
        Plan.Zones,
        .. BookedSeatRow.Arguments(Booked, bookingGrace),
    ];
}

/// <summary>What PostgreSQL says at one instant of what may change about a showing: its terms of sale and who has which seat.</summary>
sealed record ShowingTruth(long ShowingId, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled, IReadOnlyList<BookedSeatRow> Booked)
{
    /// <summary>Those of the showings that there are.</summary>
    public static async Task<IReadOnlyList<ShowingTruth>> ReadAsync(TicketingDbContext database, long[] showingIds, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var showings = await database.Showings
            .Where(showing => showingIds.Contains(showing.Id))
            .Select(showing => new { showing.Id, showing.SaleOpensAt, showing.CutoffAt, showing.CancelledAt })
            .ToListAsync(ct);
        var booked = (await BookedSeatRow.ReadAsync(database, showingIds, ct)).ToLookup(row => row.ShowingId);
        return [.. showings.Select(showing => new ShowingTruth(
            showing.Id, showing.SaleOpensAt, showing.CutoffAt, showing.CancelledAt is not null, [.. booked[showing.Id]]))];
    }
}
