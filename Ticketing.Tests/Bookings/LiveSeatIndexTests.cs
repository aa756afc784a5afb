using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Bookings;

/// <summary>The database itself, with nothing before it: two bookings forced for one seat.</summary>
public sealed class LiveSeatIndexTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(LiveSeatIndexTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Seat_WhenTwoBookingsAreForced_IsSoldOnce()
    {
        var showing = await world.GivenShowingAsync();

        (await CrowdAsync(world, showing)).ShouldBe(1);

        (await LiveRowsAsync(world, showing)).ShouldBe(1);
    }

    [Fact]
    public async Task Seat_WhenIndexIsTakenAway_IsSoldToEverybody()
    {
        await using var unprotected = await BookingWorld.StartAsync(app, "without the index");
        var showing = await unprotected.GivenShowingAsync();
        await unprotected.ReadAsync(context => context.Database.ExecuteSqlRawAsync($"DROP INDEX IF EXISTS {UniqueIndexes.LiveSeat}"));

        (await CrowdAsync(unprotected, showing)).ShouldBe(10);

        (await LiveRowsAsync(unprotected, showing)).ShouldBe(10);
    }

    [Fact]
    public async Task Seat_WhenFreed_CanBeSoldAgain()
    {
        var showing = await world.GivenShowingAsync();
        await world.ReadAsync(context => BookAsync(context, showing, 7));
        var now = world.Clock.GetUtcNow();
        await world.ReadAsync(context => context.BookingSeats.Where(s => s.ShowingId == showing.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.FreedAt, now)));

        await world.ReadAsync(context => BookAsync(context, showing, 7));

        (await LiveRowsAsync(world, showing)).ShouldBe(1);
    }

    /// <summary>Ten bookings of one seat at the same time; how many there are afterwards.</summary>
    static async Task<int> CrowdAsync(BookingWorld world, Showing showing)
    {
        var sold = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await world.ReadAsync(context => BookAsync(context, showing, 7));
                return true;
            }
            catch (DbUpdateException failure) when (failure.Violates(UniqueIndexes.LiveSeat))
            {
                return false;
            }
        }));
        return sold.Count(success => success);
    }

    static Task<int> LiveRowsAsync(BookingWorld world, Showing showing) =>
        world.ReadAsync(context => context.BookingSeats.CountAsync(s => s.ShowingId == showing.Id && s.FreedAt == null));

    internal static async Task<Booking> BookAsync(TicketingDbContext context, Showing showing, int index)
    {
        var booking = GivenBooking.ABooking(showing.Id, TimeProvider.System.GetUtcNow());
        booking.Seats.Add(showing.SeatOf(await context.Seats.SingleAsync(s => s.AuditoriumId == showing.AuditoriumId && s.Index == index)));
        context.Bookings.Add(booking);
        await context.SaveChangesAsync();
        return booking;
    }
}
