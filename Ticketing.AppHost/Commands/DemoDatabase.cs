using Npgsql;

namespace Ticketing.AppHost.Commands;

/// <summary>What is done to a development database from outside the product.</summary>
static class DemoDatabase
{
    /// <summary>Showings and waiting rooms that would open later open now.</summary>
    /// <returns>How many showings.</returns>
    public static async Task<int> OpenSaleAsync(NpgsqlConnection database, CancellationToken ct)
    {
        await using (var rooms = new NpgsqlCommand("UPDATE waiting_rooms SET opens_at = now() WHERE opens_at > now()", database))
            await rooms.ExecuteNonQueryAsync(ct);
        await using var showings = new NpgsqlCommand("UPDATE showings SET sale_opens_at = now() WHERE sale_opens_at > now()", database);
        return await showings.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Empties all tables but those of accounts, of keys and of what has been done by whom.</summary>
    public static async Task EmptyAsync(NpgsqlConnection database, CancellationToken ct)
    {
        const string Sql = """
            DO $$
            BEGIN
                EXECUTE (
                    SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ')
                    FROM pg_tables
                    WHERE schemaname = 'public' AND tablename !~ '^(__EF|AspNet)' AND tablename NOT IN (
                        'account_requests', 'failed_sign_ins', 'sessions', 'audit_entries', 'data_protection_keys', 'ticket_keys', 'payment_scan_marks'));
            END $$
            """;
        await using var command = new NpgsqlCommand(Sql, database);
        await command.ExecuteNonQueryAsync(ct);
    }
}
