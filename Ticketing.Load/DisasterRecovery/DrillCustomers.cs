using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using Ticketing.Load.Invariants;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>A booking whose customer was told, by that region, that it is confirmed.</summary>
sealed record Sale(Guid Booking, LoadCustomer Customer, string Region, DateTimeOffset ConfirmedAt);

/// <summary>
/// People who buy two seats each, one after the other, wherever the name leads to. Who is under way when a region dies gives up and
/// begins anew.
/// </summary>
sealed class DrillCustomers(PublicName name, Customers customers, IReadOnlyList<long> showings, int seats)
{
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    int next;

    public ConcurrentQueue<Sale> Sales { get; } = [];

    /// <summary>How many pairs of seats somebody has reached for.</summary>
    public int Reached => Volatile.Read(ref next);

    /// <summary>Reaches for the pairs after this one again: in another region they may be free.</summary>
    public void GoBackTo(int pair) => Interlocked.Exchange(ref next, pair);

    /// <summary>Until told to stop; who is under way then ends his way.</summary>
    public Task RunAsync(int clients, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(() => BuyOnAsync(stop), CancellationToken.None)));

    async Task BuyOnAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (name.Region is not { } region)
            {
                await Task.Delay(BetweenLooks, CancellationToken.None);
                continue;
            }

            try
            {
                await BuyAsync(region);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
            {
                // The region is no more.
                await Task.Delay(BetweenLooks, CancellationToken.None);
            }
        }
    }

    async Task BuyAsync(Region region)
    {
        var n = Interlocked.Increment(ref next) - 1;
        if (n >= showings.Count * (seats / 2))
            throw new InvalidOperationException("All seats are sold: more showings, or less time.");

        var (showing, left) = (showings[n % showings.Count], n / showings.Count * 2);
        var customer = customers.New();
        var hold = await region.Holds.HoldAsync(customer, showing, [left, left + 1], CancellationToken.None);
        if (!hold.IsHeld
            || (await region.Bookings.BookAsync(customer, showing, hold, CancellationToken.None)).Body is not { } booking
            || (await region.Bookings.StartPaymentAsync(customer, booking.Id, CancellationToken.None)).Body is not { } payment)
            return;

        await region.Bookings.PayAsync(payment, CancellationToken.None);
        while (name.Region == region)
        {
            var status = (await region.Bookings.FindAsync(customer, booking.Id, CancellationToken.None)).Body?.Status;
            if (status == "confirmed")
                Sales.Enqueue(new Sale(booking.Id, customer, region.Name, TimeProvider.System.GetUtcNow()));
            if (status is not ("pendingPayment" or "confirming" or null))
                return;
            await Task.Delay(BetweenLooks, CancellationToken.None);
        }
    }
}

/// <summary>What a region's database says, beside what the provider's ledger and the customers say.</summary>
sealed class RegionDatabase(NpgsqlDataSource database)
{
    /// <summary>Which of these bookings have tickets.</summary>
    public Task<HashSet<Guid>> ConfirmedAsync(IEnumerable<Guid> bookings, CancellationToken ct) => ReadAsync(
        "SELECT id FROM bookings WHERE status = 'Confirmed' AND id = ANY($1)", bookings.ToArray(), ct);

    /// <summary>The checkouts whose money the provider has kept although there is no ticket for it.</summary>
    public async Task<IReadOnlyList<LedgerCheckout>> UnaccountedAsync(IEnumerable<LedgerCheckout> ledger, CancellationToken ct)
    {
        var kept = ledger.Where(checkout => checkout.Kept > 0).ToList();
        var withTickets = await ReadAsync(
            """
            SELECT attempt.id FROM payment_attempts AS attempt
            WHERE attempt.status = 'Captured' AND attempt.id = ANY($1)
                AND EXISTS (SELECT FROM tickets AS ticket WHERE ticket.booking_id = attempt.booking_id AND ticket.cancelled_at IS NULL)
            """,
            [.. kept.Select(checkout => Guid.Parse(checkout.Reference))], ct);
        return [.. kept.Where(checkout => !withTickets.Contains(Guid.Parse(checkout.Reference)))];
    }

    async Task<HashSet<Guid>> ReadAsync(string query, Guid[] ids, CancellationToken ct) => [.. await database.ReadAsync(query, ids, row => row.GetGuid(0), ct)];
}
