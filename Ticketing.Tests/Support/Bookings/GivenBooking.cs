using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Support.Bookings;

/// <summary>Bookings that did not come about as customers make them.</summary>
static class GivenBooking
{
    /// <summary>One that waits for its payment and has no seats yet.</summary>
    /// <param name="showing">Where the booking's moves need it, and the context has it.</param>
    public static Booking ABooking(
        long showingId, DateTimeOffset at, Showing? showing = null, Guid? id = null, Guid? customer = null, string? holdId = null, string? network = null) =>
        new(Actor.Payments, at, network)
        {
            Id = id ?? Guid.CreateVersion7(),
            Reference = BookingReference.New(),
            ShowingId = showingId,
            Showing = showing!,
            CustomerId = customer ?? Guid.NewGuid(),
            HoldId = holdId ?? Guid.NewGuid().ToString("N"),
            Email = "somebody@customers.example",
            NormalizedEmail = "somebody@customers.example",
            Language = "ko",
            Amount = 1,
            Currency = "KRW",
            ExpiresAt = at + TimeSpan.FromMinutes(10),
        };

    public static BookingSeat SeatOf(this Showing showing, Seat seat, Concession concession = Concession.Adult, long price = 1) =>
        new() { ShowingId = showing.Id, SeatId = seat.Id, Concession = concession, Price = price };

    /// <summary>A stored booking of adults, waiting for its payment unless it <paramref name="became"/> something else.</summary>
    public static async Task<Booking> GivenBookingAsync(
        this SeatServices services, Showing showing, IReadOnlyList<int> seats, Guid? id = null, Guid? customer = null, string? holdId = null,
        string? network = null, Action<Booking>? became = null)
    {
        var booking = ABooking(showing.Id, TimeProvider.System.GetUtcNow(), showing, id, customer, holdId, network);
        booking.Seats.AddRange(seats.Select(index => showing.SeatOf(showing.Auditorium.Seats.Single(seat => seat.Index == index))));
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
