using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Bookings;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Mails;

/// <summary>The mails of a booking, for staff whom a customer asks where they are.</summary>
static class MailEndpoints
{
    public static void AddMails(this IHostApplicationBuilder builder) => builder.Services.AddScoped<ResendMail>();

    public static void MapMails(this IEndpointRouteBuilder routes)
    {
        var mails = routes.MapGroup("/api/staff/bookings/{bookingId:guid}/mails").WithTags("Staff")
            .RequireStaff();
        mails.MapGet("/", List).AuditsRead("booking.mails_read", (http, _) => $"booking:{http.GetRouteValue("bookingId")}");
        mails.MapPost("/", Resend).ShowsNoPersonalData("An id; it is a row of its own that somebody had a mail sent.");
    }

    /// <summary>Newest first: those that went out, and those that were tried in vain so far.</summary>
    static async Task<Results<Ok<List<MailResponse>>, ProblemHttpResult>> List(
        Guid bookingId, TicketingDbContext database, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        if (!await database.Bookings.AnyAsync(booking => booking.Id == bookingId, ct))
            return BookingEndpoints.NotFound();

        return TypedResults.Ok(await database.MailDeliveries.AsNoTracking().Where(mail => mail.BookingId == bookingId)
            .OrderByDescending(mail => mail.TriedAt)
            .Select(mail => new MailResponse(mail.Key, mail.Kind, mail.Recipient, mail.Attempts, mail.TriedAt, mail.SentAt, mail.LastError))
            .ToListAsync(ct));
    }

    static async Task<Results<Accepted<ResendResponse>, ProblemHttpResult>> Resend(
        Guid bookingId, ResendRequest request, StaffMember staff, HttpContext http, ResendMail resend, CancellationToken ct) =>
        request.Kind is { } kind
            ? await resend.HandleAsync(bookingId, kind, staff, ClientNetwork.Of(http)?.ToString(), ct)
            : Problem.Validation(("kind", "Required."));
}

/// <param name="TriedAt">The last time.</param>
/// <param name="SentAt">When the mail server took it; null if it has not.</param>
/// <param name="LastError">Why the last try failed.</param>
sealed record MailResponse(
    string Key, MailKind Kind, string Recipient, int Attempts, DateTimeOffset TriedAt, DateTimeOffset? SentAt, string? LastError);

sealed record ResendRequest(MailKind? Kind);

/// <param name="ResendId">Ends the key of the mail that is to come.</param>
sealed record ResendResponse(Guid ResendId);

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
