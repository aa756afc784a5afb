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

    /// <summary>
    /// Bookings of any showings that wait for payment at a time for one customer. Not for one e-mail address: nobody has proven that it
    /// is theirs, and its owner would be kept out by whoever writes it down.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PendingPerCustomer { get; init; } = 4;

    /// <summary>
    /// The same for one client network, for which seats count (<c>RateLimits:ExemptNetworks</c> of seat-holds has those for which none
    /// do). Requests at the same moment do not see each other: it may be a few more.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PendingPerNetwork { get; init; } = 500;
}
