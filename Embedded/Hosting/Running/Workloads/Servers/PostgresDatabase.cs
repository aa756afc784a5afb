using Aspire.Hosting.Running.Processes;
using Npgsql;

namespace Aspire.Hosting.Running.Workloads.Servers;

/// <summary>A database, which is created where it is missing. Its server is healthy by then: it is waited for.</summary>
sealed class PostgresDatabase(PostgresDatabaseResource database) : IWorkload
{
    public bool HasProcess => false;

    public async Task<ProcessStart?> PrepareAsync(Instance instance, CancellationToken cancellationToken)
    {
        await using var connection = await PostgresQuery.OpenAsync(database.Parent, "postgres", cancellationToken);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database.DatabaseName } } };
        if (await find.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{database.DatabaseName.Replace("\"", "\"\"")}\"", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        return null;
    }

    public IReadOnlyList<HealthProbe> ProbesFor(Instance instance) =>
        [new("query", async cancellationToken => { await PostgresQuery.OneAsync(database.Parent, database.DatabaseName, cancellationToken); return null; })];
}
