using Npgsql;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>What became of a span of time, by PostgreSQL.</summary>
/// <param name="PerSecond">Bookings whose confirmation was published within it.</param>
/// <param name="OutboxLagP99">From a message's writing, before its transaction's commit, to the mark that the broker has it.</param>
sealed record BookedSpan(double PerSecond, TimeSpan OutboxLagP99)
{
    const string Confirmed = "SELECT count(*) FROM outbox_messages WHERE type = 'BookingConfirmed' AND published_at >= $1 AND published_at < $2";

    const string Lag = """
        SELECT coalesce(percentile_disc(0.99) WITHIN GROUP (ORDER BY coalesce(published_at, now()) - created_at), interval '0')
        FROM outbox_messages WHERE created_at >= $1 AND created_at < $2
        """;

    public static async Task<BookedSpan> ReadAsync(NpgsqlDataSource database, DateTimeOffset since, TimeSpan duration, CancellationToken ct) => new(
        (long)(await AskAsync(database, Confirmed, since, duration, ct))! / duration.TotalSeconds,
        (TimeSpan)(await AskAsync(database, Lag, since, duration, ct))!);

    static async Task<object?> AskAsync(NpgsqlDataSource database, string query, DateTimeOffset since, TimeSpan duration, CancellationToken ct)
    {
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter { Value = since });
        command.Parameters.Add(new NpgsqlParameter { Value = since + duration });
        return await command.ExecuteScalarAsync(ct);
    }
}
