using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Payments.Pruning;

static class PruningExtensions
{
    /// <summary>Rows of one statement: a crash loses little, and nobody waits long for a lock.</summary>
    const int BatchSize = 5000;

    /// <summary>
    /// Deletes what is older than <paramref name="before"/>, by the database's own function: it knows what is old in a table, and keeps what
    /// is younger than it may be, so that whoever prunes needs no right to delete.
    /// </summary>
    /// <returns>Rows.</returns>
    public static async Task<int> PruneAsync(this TicketingDbContext context, string table, DateTimeOffset before, CancellationToken ct)
    {
        var (sum, last) = (0, BatchSize);
        while (last == BatchSize)
            sum += last = await context.Database.SqlQuery<int>($"SELECT prune({table}, {before}, {BatchSize}) AS \"Value\"").SingleAsync(ct);
        return sum;
    }
}
