using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api.Bookings;

/// <summary>The section <c>Bookings</c>.</summary>
sealed class BookingOptions
{
    /// <summary>How long a booking waits for its payment.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PaymentWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Seats of one showing that one customer or e-mail address may have.</summary>
    [Range(1, 100)]
    public int SeatLimit { get; init; } = 8;
}
