using Npgsql;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Invariants;

/// <summary>A payment as the provider's own ledger has it.</summary>
/// <param name="Reference">The payment attempt.</param>
sealed record LedgerCheckout(string Reference, long CapturedAmount, long RefundedAmount)
{
    public long Kept => CapturedAmount - RefundedAmount;
}

/// <summary>What the provider has kept is what the live tickets are worth, booking by booking, and nothing else.</summary>
static class MoneyInvariants
{
    const string Bookings = """
        SELECT booking.id, booking.status, coalesce(sum(seat.price) FILTER (WHERE ticket.id IS NOT NULL), 0)::bigint
        FROM bookings AS booking
        LEFT JOIN booking_seats AS seat ON seat.booking_id = booking.id
        LEFT JOIN tickets AS ticket ON ticket.booking_seat_id = seat.id AND ticket.cancelled_at IS NULL
        WHERE booking.showing_id = ANY($1)
        GROUP BY booking.id
        """;

    const string Attempts = """
        SELECT attempt.id, attempt.booking_id
        FROM payment_attempts AS attempt JOIN bookings AS booking ON booking.id = attempt.booking_id
        WHERE booking.showing_id = ANY($1)
        """;

    /// <param name="ledger">Read before the database, so that a capture in it is older than what the database is asked for.</param>
    public static async Task<IReadOnlyList<Violation>> FindAsync(
        NpgsqlDataSource database, IReadOnlyList<LedgerCheckout> ledger, long[] showings, CancellationToken ct)
    {
        var bookingOf = (await database.ReadAsync(Attempts, showings, row => (Attempt: row.GetGuid(0), Booking: row.GetGuid(1)), ct))
            .ToDictionary(row => row.Attempt, row => row.Booking);
        var kept = ledger
            .Where(checkout => Guid.TryParse(checkout.Reference, out var attempt) && bookingOf.ContainsKey(attempt))
            .GroupBy(checkout => bookingOf[Guid.Parse(checkout.Reference)])
            .ToDictionary(booking => booking.Key, booking => booking.Sum(checkout => checkout.Kept));
        var bookings = await database.ReadAsync(Bookings, showings, row => (Id: row.GetGuid(0), Status: row.GetString(1), Tickets: row.GetInt64(2)), ct);
        return
        [
            .. from booking in bookings
               let money = kept.GetValueOrDefault(booking.Id)
               where money != booking.Tickets
               select booking.Tickets == 0
                   ? new Violation(3, $"booking {booking.Id} is {booking.Status}: {money} was captured and kept, and there is no ticket")
                   : new Violation(2, $"booking {booking.Id} has live tickets worth {booking.Tickets}, the provider kept {money}"),
        ];
    }
}

/// <param name="To">Addresses.</param>
sealed record DeliveredMail(IReadOnlyList<string> To);

/// <summary>Who has paid has a mail, going by the inbox that it was delivered to.</summary>
static class MailInvariant
{
    const string Paid = "SELECT id, normalized_email FROM bookings WHERE confirmed_at IS NOT NULL AND showing_id = ANY($1)";

    public static async Task<IReadOnlyList<Violation>> FindAsync(NpgsqlDataSource database, IReadOnlyList<DeliveredMail> inbox, long[] showings, CancellationToken ct)
    {
        var recipients = inbox.SelectMany(mail => mail.To).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. from booking in await database.ReadAsync(Paid, showings, row => (Id: row.GetGuid(0), Email: row.GetString(1)), ct)
               where !recipients.Contains(booking.Email)
               select new Violation(7, $"booking {booking.Id} is paid, and no mail came for it"),
        ];
    }
}
