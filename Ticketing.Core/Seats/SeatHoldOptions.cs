using System.ComponentModel.DataAnnotations;

namespace Ticketing.Core.Seats;

/// <summary>Settings of seat holds, section <c>Holds</c>; the same in every service that uses them.</summary>
public sealed class SeatHoldOptions
{
    /// <summary>How long a hold lasts.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a hold lasts at most, however often it is renewed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long after its booking's expiry an attached hold is freed even if nobody says what became of the booking.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan BookingGrace { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Seats in one hold.</summary>
    [Range(1, 20)]
    public int MaxSeats { get; set; } = 8;

    /// <summary>Seats of one showing that a customer holds at a time, in any number of holds.</summary>
    [Range(1, 100)]
    public int MaxSeatsPerCustomer { get; set; } = 8;

    /// <summary>How often a showing in Redis is compared with PostgreSQL.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// From this percentage of the hall taken on, holds may leave single seats: what is left by then is bought by people
    /// who come alone. 0 switches the rule off; at 100 it holds up to the last seat.
    /// </summary>
    [Range(0, 100)]
    public int OrphansAllowedFromPercent { get; set; } = 85;
}
