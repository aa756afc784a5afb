namespace Ticketing.Core.Bookings;

/// <summary>In which a client shows the link of a booking's mail; not in the address, which is logged.</summary>
public static class BookingLinkHeader
{
    public const string Name = "Booking-Link";
}
