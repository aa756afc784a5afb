using Npgsql;

namespace Ticketing.Load.Invariants;

/// <summary>How every run ends: with what must never be.</summary>
static class Verdict
{
    const int MostShown = 20;

    /// <summary>The invariants allow a capture this long to become a ticket or a refund; nothing here takes so long unless it is stuck.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>Whether all is well.</returns>
    public static async Task<bool> ReportAsync(LoadRun run, CancellationToken ct)
    {
        run.Report.Heading("Invariants");
        await using var database = NpgsqlDataSource.Create(run.Stack.DatabaseConnection);
        using var sandbox = run.Stack.Client("sandbox");
        var violations = await new InvariantCheck(database, sandbox).SettleAsync(new CheckedScope([.. run.Showings], [.. run.Rooms], run.Confirmed), Patience, ct);
        string[] wrongs = [.. violations.Select(violation => violation.ToString()), .. run.Wrongs];
        run.Report.Text(wrongs.Length == 0
            ? $"They hold, by PostgreSQL, the provider's ledger and the inbox, for {run.Showings.Count:N0} showings, {run.Rooms.Count:N0} waiting rooms and {run.Confirmed.Count:N0} confirmations that customers saw. Checked: {InvariantCheck.Covered}."
            : $"VIOLATED {wrongs.Length:N0} times: {string.Join("; ", wrongs.Take(MostShown))}");
        return wrongs.Length == 0;
    }
}
