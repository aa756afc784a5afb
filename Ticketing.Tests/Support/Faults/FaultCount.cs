using System.Net.Http.Json;
using Npgsql;

namespace Ticketing.Tests.Support.Faults;

/// <summary>What a fault left, by PostgreSQL, the provider's ledger and the inbox.</summary>
/// <param name="Purchases">How customers saw their purchases end, with how many.</param>
/// <param name="Captures">Payments that were taken.</param>
/// <param name="Refunds">Payments that were given back after that.</param>
/// <param name="Voids">Payments that were never taken.</param>
/// <param name="Mails">Mails to those customers.</param>
/// <param name="Duplicates">Mails beyond one for each of them.</param>
sealed record FaultCount(string Purchases, int Confirmed, int Captures, int Refunds, int Voids, int Mails, int Duplicates)
{
    const string Attempts = """
        SELECT attempt.id, booking.normalized_email, booking.status
        FROM bookings AS booking LEFT JOIN payment_attempts AS attempt ON attempt.booking_id = booking.id
        WHERE booking.showing_id = $1
        """;

    public static async Task<FaultCount> TakeAsync(NpgsqlDataSource database, HttpClient sandbox, long showing, IReadOnlyCollection<Purchase> purchases)
    {
        var attempts = new List<(string? Attempt, string Email, string Status)>();
        await using (var command = database.CreateCommand(Attempts))
        {
            command.Parameters.Add(new NpgsqlParameter { Value = showing });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                attempts.Add((rows.IsDBNull(0) ? null : rows.GetGuid(0).ToString(), rows.GetString(1), rows.GetString(2)));
        }

        var references = attempts.Select(row => row.Attempt).ToHashSet();
        var emails = attempts.Select(row => row.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var ledger = (await sandbox.GetFromJsonAsync<Payment[]>("/ledger"))!.Where(payment => references.Contains(payment.Reference)).ToList();
        var mails = (await sandbox.GetFromJsonAsync<Letter[]>("/inbox/messages"))!.Where(mail => emails.Contains(mail.To[0])).ToList();
        return new FaultCount(
            string.Join(", ", purchases.CountBy(purchase => purchase.End).OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}")),
            attempts.Where(row => row.Status == "Confirmed").DistinctBy(row => row.Email).Count(),
            ledger.Count(payment => payment.CapturedAmount > 0),
            ledger.Count(payment => payment.RefundedAmount > 0),
            ledger.Count(payment => payment.Status is "canceled" or "expired"),
            mails.Count,
            mails.Count - mails.DistinctBy(mail => (mail.To[0], mail.Subject)).Count());
    }

    sealed record Payment(string Reference, string Status, long CapturedAmount, long RefundedAmount);

    sealed record Letter(string[] To, string Subject);
}
