using Npgsql;
using Ticketing.Load.Baselines;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Comparing;

/// <summary>Everything that a reader needs in order to judge, or to repeat, a comparison.</summary>
static class Conditions
{
    static readonly string[] PostgresSettings =
        ["server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers", "max_connections"];

    public static async Task ReportAsync(LoadRun run, Wrk wrk, CancellationToken ct)
    {
        var report = run.Report;
        report.Heading("Conditions");
        report.Text($"{Environment.ProcessorCount} cores shared by the driver, the servers and the services; .NET {Environment.Version}, server GC, Release.");
        report.Text($"Redis {run.Stack.Redis.Version}, one server for all, {await RedisDurabilityAsync(run)}.");
        report.Text($"PostgreSQL: {await PostgresAsync(run.Stack.DatabaseConnection, ct)}.");
        report.Text($"Stack: {run.Stack.Settings}. No telemetry collector listens; spans are made and ended as ever.");
        report.Text($"Driver: wrk, {Wrk.Threads} thread, {wrk.Connections} connections, {wrk.Duration.TotalSeconds} s a turn; only 2xx answers count, and the stores must agree.");
        report.Text($"Baselines: one process, one Redis connection as in seat-holds, PostgreSQL pool of {BaselineProcess.PoolSize} with prepared statements. seat-holds: one replica, reached without a relay.");
        report.Code("EVALSHA baseline", Resource.Read("EvalSha.lua"), aloud: true);
        report.Code("SELECT … FOR UPDATE baseline", $"BEGIN\n{ForUpdate.Select}\n{ForUpdate.Update}\nCOMMIT", aloud: true);
        report.Code("INSERT … ON CONFLICT baseline", $"BEGIN\n{OnConflict.Insert}\nCOMMIT", aloud: true);
        report.Code("RedLock.net baseline", "CreateLockAsync(seat 1); CreateLockAsync(seat 2); MGET; SET … PX ×2; unlock ×2 (Baselines/RedLock.cs)", aloud: true);
        report.Code("tables of the PostgreSQL baselines", Resource.Read("tables.sql"));
        report.Code("wrk's script", Resource.Read("requests.lua"));
    }

    static async Task<string> RedisDurabilityAsync(LoadRun run)
    {
        var settings = (await run.Stack.Redis.ConfigGetAsync("appendonly")).Concat(await run.Stack.Redis.ConfigGetAsync("save"));
        return string.Join(", ", settings.Select(setting => $"{setting.Key} '{setting.Value}'"));
    }

    static async Task<string> PostgresAsync(string connection, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        var values = new List<string>();
        foreach (var setting in PostgresSettings)
            values.Add($"{setting} {await database.AskAsync<string>($"SHOW {setting}", [], ct)}");

        return string.Join(", ", values);
    }
}
