using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Load.Invariants;
using Ticketing.Tests.EndToEnd;

namespace Ticketing.Tests.Load;

/// <summary>A check that finds nothing has to be one that would find something.</summary>
public sealed class InvariantCheckTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Refund = """
        WITH attempt AS (SELECT id AS attempt_id, booking_id, currency, amount FROM payment_attempts WHERE booking_id = @booking)
        INSERT INTO refunds (id, booking_id, attempt_id, currency, reason, requested_by, requested_at, status, attempts, amount)
        SELECT gen_random_uuid(), booking_id, attempt_id, currency, 'CustomerCancelled', 'test', now(), 'Pending', 0,
        """;

    [Fact]
    public async Task Find_WhenABookingIsSound_FindsNothing()
    {
        var bought = await BuyAsync();
        (await FindAsync(bought)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2, "UPDATE booking_seats SET price = price + 1 WHERE booking_id = @booking AND id = (SELECT min(id) FROM booking_seats WHERE booking_id = @booking)")]
    [InlineData(3, "UPDATE tickets SET cancelled_at = now() WHERE booking_id = @booking")]
    [InlineData(3, "UPDATE showings SET cancelled_at = now() WHERE id = (SELECT showing_id FROM bookings WHERE id = @booking)")]
    [InlineData(3, Refund + " amount FROM attempt")]
    [InlineData(2, Refund + " amount + 1 FROM attempt")]
    [InlineData(4, "UPDATE booking_seats SET freed_at = now() WHERE booking_id = @booking AND id = (SELECT min(id) FROM booking_seats WHERE booking_id = @booking)")]
    [InlineData(6, "UPDATE bookings SET status = 'Cancelled' WHERE id = @booking")]
    [InlineData(7, "UPDATE bookings SET normalized_email = 'nobody@customers.example' WHERE id = @booking")]
    [InlineData(9, "UPDATE showings SET cutoff_at = now() - interval '1 hour' WHERE id = (SELECT showing_id FROM bookings WHERE id = @booking)")]
    public async Task Find_WhenSomethingIsWrong_NamesTheInvariant(int invariant, string wrong)
    {
        var bought = await BuyAsync();
        await using (var database = await app.DatabaseAsync())
            await database.Database.ExecuteSqlRawAsync(wrong, new NpgsqlParameter("booking", bought.BookingId));

        (await FindAsync(bought)).Select(violation => violation.Invariant).ShouldContain(invariant);
    }

    [Fact]
    public async Task Find_WhenMoreAreInsideThanTheCap_NamesTheInvariant()
    {
        var bought = await BuyAsync();
        await using var database = await app.DatabaseAsync();
        var room = await database.Database.SqlQuery<long>(
            $"""
            WITH room AS (
                INSERT INTO waiting_rooms (showing_id, mode, cap, rate_per_second, ended_at) VALUES ({bought.ShowingId}, 'On', 1, 1, now()) RETURNING id),
            step AS (
                INSERT INTO waiting_room_admissions (room_id, from_position, up_to, admitted_at) SELECT id, 0, 2, now() FROM room),
            inside AS (
                INSERT INTO waiting_room_leases (id, room_id, customer_id, place, position, claimed_at, expires_at, changed_at)
                SELECT gen_random_uuid(), id, gen_random_uuid(), n, n, now(), now() + interval '1 minute', now() FROM room, generate_series(0, 1) AS n)
            SELECT id AS "Value" FROM room
            """).ToListAsync();

        (await FindAsync(bought with { Rooms = [.. room] })).Select(violation => violation.Invariant).ShouldBe([8]);
    }

    async Task<Bought> BuyAsync()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showing.Id, 12, 13));
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
        await customer.BookingBecomesAsync(booking.Id, "confirmed");
        await app.MailAsync(customer.Email);
        return new Bought(showing.Id, booking.Id, []);
    }

    async Task<IReadOnlyList<Violation>> FindAsync(Bought bought)
    {
        await using var database = NpgsqlDataSource.Create(await app.ConnectionStringAsync("ticketing"));
        using var sandbox = app.CreateClient("sandbox");
        return await new InvariantCheck(database, sandbox).FindAsync(
            new CheckedScope([bought.ShowingId], bought.Rooms, [bought.BookingId]), CancellationToken.None);
    }

    sealed record Bought(long ShowingId, Guid BookingId, long[] Rooms);
}
