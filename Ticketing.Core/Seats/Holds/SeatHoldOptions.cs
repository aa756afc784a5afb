using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Ticketing.Core.Seats.Holds;

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

    /// <summary>
    /// Unpaid seats of one showing, held or waiting for payment, that a client network has at a time; in small halls fewer, see
    /// <see cref="MaxPercentPerNetwork"/>, but always as many as one customer may.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxSeatsPerNetwork { get; set; } = 20;

    /// <summary>The same as a percentage of the hall's seats; the lower of both counts.</summary>
    [Range(1, 100)]
    public int MaxPercentPerNetwork { get; set; } = 25;

    /// <summary>
    /// Work for the first seat of a network beyond what one customer may hold, in leading zero bits of a hash; 0 asks for none.
    /// A browser needs about half a second for 16, and for each bit more twice as long.
    /// </summary>
    [Range(0, 24)]
    public int ChallengeBits { get; set; } = 16;

    /// <summary>After how many further seats of a network the work doubles.</summary>
    [Range(1, 10_000)]
    public int SeatsPerChallengeBit { get; set; } = 4;

    /// <summary>Holds of a showing that a customer may let end unpaid, one after the other, without having to wait for the next.</summary>
    [Range(0, 1_000_000)]
    public int UnpaidPerCustomer { get; set; } = 3;

    /// <summary>The same of a client network.</summary>
    [Range(0, 1_000_000)]
    public int UnpaidPerNetwork { get; set; } = 20;

    /// <summary>The first wait, counted from the end of the last unpaid hold; each further one is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait; none is longer than <see cref="UnpaidRememberedFor"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after the last one unpaid holds are remembered, unless the customer or somebody of the network buys.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UnpaidRememberedFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a showing in Redis is compared with PostgreSQL.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// From this percentage of the hall taken on, holds may leave single seats: what is left by then is bought by people
    /// who come alone. 0 switches the rule off; at 100 it holds up to the last seat.
    /// </summary>
    [Range(0, 100)]
    public int OrphansAllowedFromPercent { get; set; } = 85;

    /// <summary>The rules for customers and networks as scripts take them, see <c>Showing.lua</c>.</summary>
    internal string Rules() => string.Create(
        CultureInfo.InvariantCulture,
        $"{MaxSeatsPerNetwork} {MaxPercentPerNetwork} {ChallengeBits} {SeatsPerChallengeBit} {UnpaidPerCustomer} {UnpaidPerNetwork} {Milliseconds(FirstPause)} {Milliseconds(LongestPause)} {Milliseconds(UnpaidRememberedFor)}");

    static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
