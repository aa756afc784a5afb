using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings.Readdressing;

/// <summary>Gives a paid booking another address for its mails, and has its tickets issued anew and mailed there.</summary>
sealed class ReaddressBooking(TicketingDbContext context, IOptions<BookingOptions> options, TimeProvider time)
{
    /// <summary>Staff do so at once, for a customer whom they have before them. Repeated, it changes nothing more.</summary>
    /// <param name="email">As <see cref="EmailAddress.Parse"/> answers.</param>
    /// <param name="reason">In their words.</param>
    public async Task<Results<NoContent, ProblemHttpResult>> ByStaffAsync(
        Guid bookingId, string email, string reason, StaffMember staff, string? network, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        if (await LoadAsync(bookingId, ct) is not { } booking)
            return BookingEndpoints.NotFound();
        if (booking.Email == email)
            return TypedResults.NoContent();
        if (await TryMoveAsync(booking, email, Actor.Staff(staff.Id), reason, ct) is { } refusal)
            return refusal;

        // Theirs is the last word: no link of a mail confirms or undoes anything any more.
        await context.AddressChanges
            .Where(change => change.BookingId == bookingId && (change.Status == AddressChangeStatus.Open || change.Status == AddressChangeStatus.Confirmed))
            .ExecuteUpdateAsync(change => change.SetProperty(c => c.Status, AddressChangeStatus.Superseded), ct);
        context.Audit(Actor.Staff(staff.Id), "booking.readdressed", $"booking:{bookingId}", time.GetUtcNow(), network, new { booking.LinkVersion });
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>The booking, which the current transaction then has alone; null if there is none.</summary>
    public async Task<Booking?> LoadAsync(Guid bookingId, CancellationToken ct)
    {
        // A cancellation that comes at this moment comes before or after.
        await context.LockBookingAsync(bookingId, ct);
        return await context.Bookings.Include(b => b.Seats).SingleOrDefaultAsync(b => b.Id == bookingId, ct);
    }

    /// <summary>Moves a booking that was loaded so, unless the address has as many paid seats of the showing as it may.</summary>
    /// <returns>Null where it is done, with the context's next <c>SaveChanges</c>.</returns>
    public async Task<ProblemHttpResult?> TryMoveAsync(Booking booking, string email, Actor by, string why, CancellationToken ct)
    {
        var address = EmailAddress.Normalize(email);
        await context.LockAsync([AddressSeats.LockName(booking.ShowingId, address)], ct);
        var paid = await context.PaidByAddressAsync(booking.ShowingId, address, booking.Id, ct);
        if (paid + booking.LiveSeats.Count() > options.Value.SeatLimit)
            return Problem.Conflict("booking_limit_reached", $"An address may have {options.Value.SeatLimit} seats of a showing.", ("limit", options.Value.SeatLimit));

        return Move(booking, email, by, why) ? null : NotReaddressable();
    }

    /// <summary>The same whatever the address has besides: for one that the booking had before.</summary>
    public bool Move(Booking booking, string email, Actor by, string why)
    {
        var now = time.GetUtcNow();
        if (!booking.TryReaddress(email, by, why, now))
            return false;

        context.Enqueue(new BookingReaddressed(booking.Id, booking.LinkVersion), now);
        return true;
    }

    public static ProblemHttpResult NotReaddressable() =>
        Problem.Conflict("booking_not_readdressable", "Only a booking that has tickets can be given another address.");
}
