using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Api.Audit;
using Ticketing.Api.Bookings;
using Ticketing.Api.Edges;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Mails;

/// <summary>The mails of a booking: for staff whom a customer asks where they are, and for customers who want them again.</summary>
static class MailEndpoints
{
    public static void AddMails(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ResendOptions>().BindConfiguration("Resend").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<ResendMail>();
        builder.Services.AddScoped<ResendToCustomer>();
    }

    public static void MapMails(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/bookings/{bookingId:guid}/mails", ResendOwn).WithTags("Bookings").RequireAuthorization().RequireRateLimiting(RateLimits.AccountMails);
        routes.MapPost("/api/bookings/mails", FindByMail).WithTags("Bookings").RequireRateLimiting(RateLimits.AccountMails);
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

    /// <summary>The owner wants the mail once more, to the address that the booking has.</summary>
    static async Task<Results<Accepted, ProblemHttpResult>> ResendOwn(
        Guid bookingId, Customer customer, TicketingDbContext database, HttpContext http, ResendToCustomer resend, CancellationToken ct)
    {
        if (await database.Bookings.Of(customer).AsNoTracking().Include(b => b.Refunds).SingleOrDefaultAsync(b => b.Id == bookingId, ct) is not { } booking)
            return BookingEndpoints.NotFound();

        return await resend.HandleAsync(booking, Actor.Customer(customer.Id), http, ct) switch
        {
            ResendResult.Asked => TypedResults.Accepted((string?)null),
            ResendResult.TooOften => Problem.TooManyRequests("too_many_mails", "This mail was sent again often enough for now. Please look into your spam folder."),
            _ => Problem.Conflict("mail_not_due", "There is nothing to mail about this booking."),
        };
    }

    /// <summary>
    /// Mails its tickets, or what became of them, to whoever names a booking and the address that it is kept with. The answer is the same
    /// whether there is such a booking: what it is about only the mailbox learns.
    /// </summary>
    static async Task<Results<Accepted, ProblemHttpResult>> FindByMail(
        FindBookingRequest request, TicketingDbContext database, HttpContext http, ResendToCustomer resend, CancellationToken ct)
    {
        if (request.Errors().ToArray() is { Length: > 0 } errors)
            return Problem.Validation(errors);

        var (reference, address) = (request.WrittenReference!, EmailAddress.Normalize(EmailAddress.Parse(request.Email)!));
        if (await database.Bookings.AsNoTracking().Include(b => b.Refunds).SingleOrDefaultAsync(b => b.Reference == reference && b.NormalizedEmail == address, ct) is { } booking)
            await resend.HandleAsync(booking, Actor.MailLink, http, ct);
        return TypedResults.Accepted((string?)null);
    }
}

/// <summary>Somebody looks for a booking; anything may be missing.</summary>
/// <param name="Reference">As the customer has it from the booking's page; blanks, dashes and small letters do not matter.</param>
/// <param name="Email">With which it was booked.</param>
sealed record FindBookingRequest(string? Reference, string? Email)
{
    const int Longest = 50;

    public string? WrittenReference =>
        Reference is { Length: <= Longest } ? string.Concat(Reference.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant() : null;

    public IEnumerable<(string Input, string Error)> Errors()
    {
        if (!BookingReference.IsGood(WrittenReference))
            yield return ("reference", "A booking's reference.");
        if (!EmailAddress.IsValid(Email))
            yield return ("email", "An e-mail address.");
    }
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

/// <summary>
/// Has customers' mails go out once more: the tickets, or the last that was told of a booking without any. The audit row of each wish
/// is also what they are counted by.
/// </summary>
sealed class ResendToCustomer(TicketingDbContext database, IOptions<ResendOptions> options, TimeProvider time)
{
    const string Action = "booking.mail_asked";

    // The most telling first.
    static readonly MailKind[] Kinds = [MailKind.Ticket, MailKind.ShowingCancelled, MailKind.Cancellation, MailKind.Refund];
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <param name="booking">With its refunds.</param>
    public async Task<ResendResult> HandleAsync(Booking booking, Actor by, HttpContext http, CancellationToken ct)
    {
        var kind = Array.Find(Kinds, kind => MailCause.Of(booking, kind) is not null);
        if (MailCause.Of(booking, kind) is null)
            return ResendResult.NothingToSend;

        var (subject, now) = ($"booking:{booking.Id}", time.GetUtcNow());
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        await database.LockAsync([$"resend/{booking.Id}"], ct);
        var since = now - Hour;
        if (await database.AuditEntries.CountAsync(entry => entry.Subject == subject && entry.Action == Action && entry.At > since, ct) >= options.Value.PerHourAndBooking)
            return ResendResult.TooOften;

        var message = new MailResendRequested(Guid.CreateVersion7(now), booking.Id, kind.ToString());
        database.Enqueue(message, now);
        database.Audit(by, Action, subject, now, ClientNetwork.Of(http)?.ToString(), new { Kind = kind.ToString(), message.ResendId });
        await database.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return ResendResult.Asked;
    }
}

enum ResendResult
{
    Asked,
    TooOften,
    NothingToSend,
}

/// <summary>The section <c>Resend</c>.</summary>
sealed class ResendOptions
{
    /// <summary>Mails about one booking that customers have sent again in an hour, whoever asks for them.</summary>
    [Range(1, 100)]
    public int PerHourAndBooking { get; init; } = 3;
}
