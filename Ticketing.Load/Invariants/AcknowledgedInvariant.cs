using Npgsql;

namespace Ticketing.Load.Invariants;

/// <summary>Who was told that a booking is confirmed has it still, unless somebody gave it back, which its events then say.</summary>
static class AcknowledgedInvariant
{
    const string Confirmed = """
        SELECT booking.id FROM bookings AS booking
        WHERE booking.id = ANY($1) AND (booking.status = 'Confirmed' OR booking.status IN ('Cancelled', 'Refunded')
            AND EXISTS (SELECT FROM booking_events AS event WHERE event.booking_id = booking.id AND event.to_status = 'Cancelled'))
        """;

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, IReadOnlyCollection<Guid> acknowledged, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Confirmed);
        command.Parameters.Add(new NpgsqlParameter { Value = acknowledged.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var confirmed = new HashSet<Guid>();
        while (await rows.ReadAsync(ct))
            confirmed.Add(rows.GetGuid(0));
        return [.. acknowledged.Where(booking => !confirmed.Contains(booking)).Select(booking => new Violation(6, $"booking {booking} was said to be confirmed, and is not"))];
    }
}
