using System.Net.Http.Json;
using Npgsql;

namespace Ticketing.Load.Invariants;

/// <summary>
/// Looks for what must never be, in PostgreSQL, in the payment provider's own ledger and in the inbox of its mails; not in what the
/// services say of themselves.
/// </summary>
/// <param name="sandbox">The payment provider and the inbox.</param>
sealed class InvariantCheck(NpgsqlDataSource database, HttpClient sandbox)
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whose words it is that the check covers: for a report.</summary>
    public const string Covered =
        "1 at most one live ticket per seat; 2 captured − refunded = value of live tickets, per booking; 3 every capture ends in a ticket or a refund; "
        + "4 bookings have all their seats or none; 6 confirmations that customers saw are there; 7 a mail per paid booking; 8 admission within the cap, in order; 9 no sale after the cut-off";

    /// <summary>Asks until nothing is wrong: payments and mails may still be on their way, though no longer than the patience.</summary>
    /// <returns>What is wrong still.</returns>
    public async Task<IReadOnlyList<Violation>> SettleAsync(
        CheckedScope scope, TimeSpan patience, CancellationToken ct)
    {
        for (var started = TimeProvider.System.GetTimestamp(); ;)
        {
            var violations = await FindAsync(scope, ct);
            if (violations.Count == 0 || TimeProvider.System.GetElapsedTime(started) > patience)
                return violations;
            await Task.Delay(Pause, ct);
        }
    }

    public async Task<IReadOnlyList<Violation>> FindAsync(CheckedScope scope, CancellationToken ct)
    {
        var ledger = (await sandbox.GetFromJsonAsync<LedgerCheckout[]>("/ledger", ct))!;
        var inbox = (await sandbox.GetFromJsonAsync<DeliveredMail[]>("/inbox/messages", ct))!;
        return
        [
            .. await DatabaseInvariants.FindAsync(database, scope.Showings, ct),
            .. await MoneyInvariants.FindAsync(database, ledger, scope.Showings, ct),
            .. await AcknowledgedInvariant.FindAsync(database, scope.Confirmed, ct),
            .. await AdmissionInvariants.FindAsync(database, scope.Rooms, ct),
            .. await MailInvariant.FindAsync(database, inbox, scope.Showings, ct),
        ];
    }
}

/// <summary>What is looked at; a stack may be shared with others.</summary>
/// <param name="Rooms">Waiting rooms.</param>
/// <param name="Confirmed">Bookings whose customers were told that they are confirmed.</param>
sealed record CheckedScope(long[] Showings, long[] Rooms, IReadOnlyCollection<Guid> Confirmed);

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

/// <summary>Something that must never be so.</summary>
/// <param name="Invariant">Its number in docs/performance.md.</param>
sealed record Violation(int Invariant, string What)
{
    public override string ToString() => $"{Invariant}: {What}";
}
