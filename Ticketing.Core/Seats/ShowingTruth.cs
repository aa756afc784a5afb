using System.Data;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Core.Seats;

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
