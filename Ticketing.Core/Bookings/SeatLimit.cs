using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;

namespace Ticketing.Core.Bookings;

/// <summary>Of the section <c>Bookings</c>, what api and the payments role both keep.</summary>
public class SeatLimitOptions
{
    /// <summary>Seats of one showing that one customer or e-mail address may have.</summary>
    [Range(1, 100)]
    public int SeatLimit { get; init; } = 8;
}

/// <summary>
/// Seats per e-mail address. Only what is paid counts: anybody can write an address down, and its owner would be kept out by bookings
/// that nobody means to pay. So the address's limit is kept when money is about to be taken, a customer's own already at the booking.
/// </summary>
public static class AddressSeats
{
    /// <summary>Seats that other bookings of the same showing and address have paid for or are being charged for.</summary>
    public static Task<int> PaidByAddressAsync(this TicketingDbContext context, long showingId, string normalizedEmail, Guid except, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Bookings
            .Where(booking => booking.ShowingId == showingId && booking.NormalizedEmail == normalizedEmail && booking.Id != except
                && (booking.Status == BookingStatus.Confirming || booking.Status == BookingStatus.Confirmed))
            .SelectMany(booking => booking.Seats).CountAsync(seat => seat.FreedAt == null, ct);
    }

    /// <summary>Who has it is the only one who adds to what an address has of a showing.</summary>
    public static string LockName(long showingId, string normalizedEmail) => $"showing/{showingId}/email/{normalizedEmail}";
}
