namespace Ticketing.Core.Bookings;

/// <summary>Who moved a booking, when and why. Only the booking itself makes these, one for each move.</summary>
public sealed class BookingEvent
{
    public const int LongestWhy = 200;

    internal BookingEvent()
    {
    }

    public long Id { get; private init; }
    public Guid BookingId { get; private init; }

    /// <summary>Null for the first: the booking was placed.</summary>
    public BookingStatus? From { get; internal init; }

    /// <summary>The same as <see cref="From"/> when single seats were given back.</summary>
    public BookingStatus To { get; internal init; }

    public DateTimeOffset At { get; internal init; }

    /// <summary>See <see cref="Actor"/>.</summary>
    public string By { get; internal init; } = "";

    /// <summary>A stable word of <see cref="BookingReasons"/>, or what the staff wrote.</summary>
    public string Why { get; internal init; } = "";
}
