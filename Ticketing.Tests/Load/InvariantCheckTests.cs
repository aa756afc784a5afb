using Microsoft.EntityFrameworkCore;
using Npgsql;
using Ticketing.Load.Invariants;
using Ticketing.SeatHolds.WaitingRooms.Places;

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
            await database.Database.ExecuteSqlRawAsync(wrong, new NpgsqlParameter("booking", bought.BookingId!.Value));

        (await FindAsync(bought)).Select(violation => violation.Invariant).ShouldContain(invariant);
    }

    /// <summary>Two visits to a room for two, one after the other's end, as drawn; then something about them is not as it must be.</summary>
    [Theory]
    [InlineData("SELECT 1", "")]
    [InlineData("UPDATE waiting_rooms SET cap = 1", "customers inside")]
    [InlineData("DELETE FROM waiting_room_leases; UPDATE waiting_rooms SET cap = 1", "turns and customers inside")]
    [InlineData("UPDATE waiting_room_leases SET position = 1 - position", "by the draw")]
    [InlineData("UPDATE waiting_rooms SET seed = sha256(seed), early_count = 1000", "by the draw")]
    [InlineData("UPDATE waiting_room_leases SET claimed_at = claimed_at - interval '1 hour' WHERE position = 1", "before its turn")]
    [InlineData("UPDATE waiting_room_admissions SET from_position = 1", "after it had let in up to 0")]
    [InlineData("UPDATE waiting_room_leases SET place = 0, position = 0", "was given to 2 customers")]
    public async Task Find_WhenAdmissionIsNotAsItMustBe_SaysSo(string wrong, string what)
    {
        var showing = await app.GivenShowingAsync();
        var draw = new PlaceOrder(new byte[32], 2);
        await using var database = await app.DatabaseAsync();
        var room = (await database.Database.SqlQuery<long>(
            $"""
            WITH room AS (
                INSERT INTO waiting_rooms (showing_id, mode, cap, rate_per_second, ended_at, seed, early_count)
                VALUES ({showing.Id}, 'On', 2, 1, now(), {new byte[32]}, 2) RETURNING id),
            step AS (
                INSERT INTO waiting_room_admissions (room_id, from_position, up_to, admitted_at, lapses_at)
                SELECT id, 0, 2, now() - interval '2 minutes', now() FROM room),
            inside AS (
                INSERT INTO waiting_room_leases (id, room_id, customer_id, place, position, claimed_at, expires_at, changed_at)
                SELECT gen_random_uuid(), id, gen_random_uuid(), visit.place, visit.position, now(), now() + interval '1 minute', now()
                FROM room, (VALUES (0, {draw.PositionOf(0)}), (1, {draw.PositionOf(1)})) AS visit (place, position))
            SELECT id AS "Value" FROM room
            """).ToListAsync()).Single();
        await database.Database.ExecuteSqlRawAsync(string.Join(';', wrong.Split(';').Select(statement => OfRoom(statement, room))));

        var found = await FindAsync(new Bought(showing.Id, null, [room]));

        found.ShouldAllBe(violation => violation.Invariant == 8);
        if (what == "")
            found.ShouldBeEmpty();
        else
            found.ShouldContain(violation => violation.What.Contains(what, StringComparison.Ordinal));
    }

    /// <summary>Others' rooms are in the same tables.</summary>
    static string OfRoom(string statement, long room)
    {
        var id = statement.Contains("waiting_rooms", StringComparison.Ordinal) ? "id" : "room_id";
        return statement.Contains("SELECT", StringComparison.Ordinal) ? statement
            : statement.Contains("WHERE", StringComparison.Ordinal) ? $"{statement} AND {id} = {room}"
            : $"{statement} WHERE {id} = {room}";
    }

    async Task<Bought> BuyAsync()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 12, 13);
        await app.MailAsync(customer.Email);
        return new Bought(showing.Id, booking.Id, []);
    }

    async Task<IReadOnlyList<Violation>> FindAsync(Bought bought)
    {
        await using var database = NpgsqlDataSource.Create(await app.ConnectionStringAsync("ticketing"));
        using var sandbox = app.CreateClient("sandbox");
        return await new InvariantCheck(database, sandbox).FindAsync(
            new CheckedScope([bought.ShowingId], bought.Rooms, bought.BookingId is { } booking ? [booking] : []), CancellationToken.None);
    }

    sealed record Bought(long ShowingId, Guid? BookingId, long[] Rooms);
}
