using Npgsql;

namespace Ticketing.Load.Invariants;

/// <param name="To">Addresses.</param>
sealed record DeliveredMail(IReadOnlyList<string> To);

/// <summary>Who has paid has a mail, going by the inbox that it was delivered to.</summary>
static class MailInvariant
{
    const string Paid = "SELECT id, normalized_email FROM bookings WHERE confirmed_at IS NOT NULL AND showing_id = ANY($1)";

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, IReadOnlyList<DeliveredMail> inbox, long[] showings, CancellationToken ct)
    {
        var recipients = inbox.SelectMany(mail => mail.To).ToHashSet(StringComparer.OrdinalIgnoreCase);
        await using var command = database.CreateCommand(Paid);
        command.Parameters.Add(new NpgsqlParameter { Value = showings });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var violations = new List<Violation>();
        while (await rows.ReadAsync(ct))
        {
            if (!recipients.Contains(rows.GetString(1)))
                violations.Add(new Violation(7, $"booking {rows.GetGuid(0)} is paid, and no mail came for it"));
        }

        return violations;
    }
}
