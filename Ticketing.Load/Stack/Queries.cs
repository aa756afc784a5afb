using Npgsql;

namespace Ticketing.Load.Stack;

/// <summary>SQL beside Entity Framework.</summary>
static class Queries
{
    /// <param name="parameter"><c>$1</c> in the query.</param>
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlDataSource database, string query, object parameter, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<T>();
        while (await rows.ReadAsync(ct))
            found.Add(read(rows));
        return found;
    }

    /// <param name="parameters"><c>$1</c>, <c>$2</c>, … in the query.</param>
    /// <returns>The one value that it answers.</returns>
    public static async Task<T> AskAsync<T>(this NpgsqlDataSource database, string query, object[] parameters, CancellationToken ct)
    {
        await using var command = database.CreateCommand(query);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Executes statements, one after the other.</summary>
    public static async Task ExecuteAsync(this NpgsqlDataSource database, string[] statements, CancellationToken ct)
    {
        foreach (var statement in statements)
        {
            await using var command = database.CreateCommand(statement);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
