using System.ComponentModel.DataAnnotations;
using Ticketing.Core.Catalogue;

namespace Ticketing.Api.Bookings;

/// <summary>The section <c>Bookings</c>.</summary>
sealed class BookingOptions
{
    /// <summary>How long a booking waits for its payment.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PaymentWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long before the start customers can give their tickets back.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan CancelUntil { get; init; } = TimeSpan.FromMinutes(20);

    public DateTimeOffset CancellableUntil(Showing showing) => showing.StartsAt - CancelUntil;

    /// <summary>Seats of one showing that one customer or e-mail address may have.</summary>
    [Range(1, 100)]
    public int SeatLimit { get; init; } = 8;
}
