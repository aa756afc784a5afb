using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Support.Seats;

static class GivenBooking
{
    /// <summary>A stored booking of adults, waiting for its payment unless it <paramref name="became"/> something else.</summary>
    public static async Task<Booking> GivenBookingAsync(
        this SeatServices services, Showing showing, IReadOnlyList<int> seats, Guid? id = null, Guid? customer = null, string? holdId = null,
        string? network = null, Action<Booking>? became = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var booking = new Booking(Actor.Payments, now, network)
        {
            Id = id ?? Guid.CreateVersion7(),
            Reference = Guid.NewGuid().ToString("N")[..10],
            ShowingId = showing.Id,
            Showing = showing,
            CustomerId = customer ?? Guid.NewGuid(),
            HoldId = holdId ?? Guid.NewGuid().ToString("N"),
            Email = "somebody@customers.example",
            NormalizedEmail = "somebody@customers.example",
            Language = "ko",
            Amount = 1,
            Currency = "KRW",
            ExpiresAt = now + TimeSpan.FromMinutes(10),
        };
        booking.Seats.AddRange(seats.Select(index => new BookingSeat
        {
            ShowingId = showing.Id,
            SeatId = showing.Auditorium.Seats.Single(seat => seat.Index == index).Id,
            Concession = Concession.Adult,
            Price = 1,
        }));
        became?.Invoke(booking);
        await using var database = services.Database();
        database.Attach(showing);
        database.Bookings.Add(booking);
        await database.SaveChangesAsync();
        return booking;
    }

    public static void Confirm(this Booking booking)
    {
        booking.TryBeginConfirming(booking.CreatedAt).ShouldBeTrue();
        booking.Confirm([], booking.CreatedAt);
    }

    public static void Expire(this Booking booking) => booking.TryExpire(booking.ExpiresAt).ShouldBeTrue();

    /// <summary>The seats as the booking's messages name them.</summary>
    public static IReadOnlyList<SeatEpoch> Epochs(this Booking booking, Showing showing) =>
        [.. booking.Seats.Select(seat => new SeatEpoch(showing.Auditorium.Seats.Single(s => s.Id == seat.SeatId).Index, seat.Id))];
}
