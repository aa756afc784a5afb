using System.Globalization;

namespace Ticketing.Core.WaitingRooms;

/// <summary>How a pass travels: in a header, or in the cookie of a browser.</summary>
public static class WaitingRoomPass
{
    public const string Header = "Waiting-Room-Pass";

    // The prefix makes browsers refuse it from any other host of the domain, and without Secure.
    const string CookiePrefix = "__Host-ticketing-pass-";

    /// <summary>One for each room: a customer may be in several.</summary>
    public static string CookieOf(long roomId) => string.Create(CultureInfo.InvariantCulture, $"{CookiePrefix}{roomId}");
}
