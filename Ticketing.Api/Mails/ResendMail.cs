using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Api.Staff;
using Ticketing.Core.Audit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Mails;

/// <summary>Has a mail go out once more, if what it tells is true of the booking.</summary>
sealed class ResendMail(TicketingDbContext database, TimeProvider time, ILogger<ResendMail> logger)
{
    public async Task<Results<Accepted<ResendResponse>, ProblemHttpResult>> HandleAsync(
        Guid bookingId, MailKind kind, StaffMember staff, string? network, CancellationToken ct)
    {
        if (await database.Bookings.AsNoTracking().Include(b => b.Refunds).SingleOrDefaultAsync(b => b.Id == bookingId, ct) is not { } booking)
            return BookingEndpoints.NotFound();
        if (MailCause.Of(booking, kind) is null)
            return Problem.Conflict("mail_not_due", "What this mail tells is not the case.");

        var message = new MailResendRequested(Guid.CreateVersion7(), bookingId, kind.ToString());
        var now = time.GetUtcNow();
        database.Enqueue(message, now);
        database.Audit(Actor.Staff(staff.Id), "booking.mail_resent", $"booking:{bookingId}", now, network, new { Kind = kind.ToString(), message.ResendId });
        await database.SaveChangesAsync(ct);
        logger.LogInformation("Staff {Staff} has the {Kind} mail of booking {Reference} sent again", staff.Id, kind, booking.Reference);
        return TypedResults.Accepted((string?)null, new ResendResponse(message.ResendId));
    }
}
