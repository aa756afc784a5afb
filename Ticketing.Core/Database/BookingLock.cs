using Microsoft.EntityFrameworkCore;

namespace Ticketing.Core.Database;

public static class BookingLock
{
    /// <summary>
    /// Waits for whoever is changing the booking; the current transaction then has it alone. Read the booking after this, not before.
    /// </summary>
    public static Task LockBookingAsync(this TicketingDbContext context, Guid bookingId, CancellationToken ct) =>
        context.Database.ExecuteSqlAsync($"SELECT FROM bookings WHERE id = {bookingId} FOR UPDATE", ct);
}
