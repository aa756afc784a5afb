using Npgsql;
using Ticketing.Load.Invariants;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>What a region's database says, beside what the provider's ledger and the customers say.</summary>
sealed class Books(NpgsqlDataSource database)
{
    /// <summary>Which of these bookings have tickets.</summary>
    public Task<HashSet<Guid>> ConfirmedAsync(IEnumerable<Guid> bookings, CancellationToken ct) => ReadAsync(
        "SELECT id FROM bookings WHERE status = 'Confirmed' AND id = ANY($1)", bookings.ToArray(), ct);

    /// <summary>The checkouts whose money the provider has kept although there is no ticket for it.</summary>
    public async Task<IReadOnlyList<LedgerCheckout>> UnaccountedAsync(IEnumerable<LedgerCheckout> ledger, CancellationToken ct)
    {
        var kept = ledger.Where(checkout => checkout.Kept > 0).ToList();
        var withTickets = await ReadAsync(
            """
            SELECT attempt.id FROM payment_attempts AS attempt
            WHERE attempt.status = 'Captured' AND attempt.id = ANY($1)
                AND EXISTS (SELECT FROM tickets AS ticket WHERE ticket.booking_id = attempt.booking_id AND ticket.cancelled_at IS NULL)
            """,
            [.. kept.Select(checkout => Guid.Parse(checkout.Reference))], ct);
        return [.. kept.Where(checkout => !withTickets.Contains(Guid.Parse(checkout.Reference)))];
    }

    async Task<HashSet<Guid>> ReadAsync(string query, Guid[] ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter { Value = ids });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new HashSet<Guid>();
        while (await rows.ReadAsync(ct))
            found.Add(rows.GetGuid(0));
        return found;
    }
}
