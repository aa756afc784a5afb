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
