using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Bookings.Cancelling;
using Ticketing.Api.Bookings.Readdressing;
using Ticketing.Api.Payments;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;

namespace Ticketing.Api.Bookings;

/// <summary>A customer's own bookings; nobody else's can be told from one that does not exist.</summary>
static class BookingEndpoints
{
    const int PageSize = 20;
    const int MostPages = 1_000;

    public static void AddBookings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BookingOptions>().BindConfiguration("Bookings").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<CancellationOptions>().BindConfiguration("Bookings").ValidateDataAnnotations().ValidateOnStart();
        builder.AddBookingLinks();
        builder.Services.AddSingleton<BookingTurns>();
        builder.Services.AddScoped<PlaceBooking>();
        builder.Services.AddScoped<FindBooking>();
        builder.Services.AddScoped<CorrectBooking>();
        builder.Services.AddScoped<CancelBooking>();
        builder.AddReaddressings();
    }

    public static void MapBookings(this IEndpointRouteBuilder routes)
    {
        var bookings = routes.MapGroup("/api/bookings").WithTags("Bookings").RequireAuthorization();
        bookings.MapPost("/", Place).AddEndpointFilter(BookingTurns.TakeAsync);
        bookings.MapGet("/", List);
        bookings.MapGet("/{id:guid}", Find);
        // Each leaves an event behind, and voids a checkout of which the next payment needs another.
        bookings.MapPut("/{id:guid}", Correct).AddEndpointFilter(PaymentLimits.ApplyAsync).AddEndpointFilter(BookingTurns.TakeAsync);
        bookings.MapGet("/linked", FindLinked).AllowAnonymous();
    }

    static async Task<Results<Created<BookingResponse>, ProblemHttpResult>> Place(
        PlaceBookingRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        Customer customer,
        PlaceBooking handler,
        CancellationToken ct)
    {
        if (!IdempotencyKey.IsGood(idempotencyKey))
            return IdempotencyKey.Required();

        return request.TryRead(out var order, out var problem) ? await handler.HandleAsync(order, idempotencyKey, customer, ct) : problem;
    }

    /// <summary>The customer's bookings, the latest showing first.</summary>
    /// <param name="page">From 1; of <see cref="PageSize"/> bookings each.</param>
    static async Task<Results<Ok<BookingListResponse>, ProblemHttpResult>> List(
        Customer customer, TicketingDbContext context, HttpResponse response, CancellationToken ct, int page = 1)
    {
        response.Headers.CacheControl = "no-store";
        if (page is < 1 or > MostPages)
            return Problem.Validation(("page", $"1 to {MostPages}."));

        var found = await context.Bookings.AsNoTracking().Of(customer)
            .OrderByDescending(booking => booking.Showing.StartsAt).ThenByDescending(booking => booking.CreatedAt)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(booking => new BookingSummaryResponse(
                booking.Id, booking.Reference, booking.ShowingId, booking.Status, booking.Amount, booking.Currency,
                booking.Seats.Where(seat => seat.FreedAt == null || booking.Status != BookingStatus.Confirmed)
                    .OrderBy(seat => seat.Seat.Index).Select(seat => seat.Seat.Row + seat.Seat.Number).ToList()))
            .ToListAsync(ct);
        return TypedResults.Ok(new BookingListResponse([.. found.Take(PageSize)], found.Count > PageSize));
    }

    static Task<Results<Ok<BookingResponse>, ProblemHttpResult>> Find(
        Guid id, Customer customer, FindBooking bookings, HttpResponse response, CancellationToken ct) =>
        AnswerAsync(bookings, b => b.Id == id && (b.CustomerId == customer.Id || b.CustomerId == customer.FormerGuestId), response, ct);

    /// <param name="request">As the booking was placed, with what is corrected.</param>
    static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> Correct(
        Guid id, PlaceBookingRequest request, Customer customer, CorrectBooking handler, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return request.TryRead(out var order, out var problem) ? await handler.HandleAsync(id, order, customer, ct) : problem;
    }

    /// <summary>The booking of a mail's link, for whoever has it.</summary>
    static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> FindLinked(
        [FromHeader(Name = BookingLinkHeader.Name)] string? link, BookingLinks links, FindBooking bookings, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return links.Verify(link) is { } opened
            && await bookings.SingleAsync(b => b.Id == opened.BookingId && b.LinkVersion == opened.Version, ct) is { } booking
                ? TypedResults.Ok(booking)
                : LinkWrong(response.HttpContext);
    }

    public static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> AnswerAsync(
        FindBooking bookings, Expression<Func<Booking, bool>> which, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return await bookings.SingleAsync(which, ct) is { } booking ? TypedResults.Ok(booking) : NotFound();
    }

    /// <summary>Answered like a booking that there is not.</summary>
    static ProblemHttpResult LinkWrong(HttpContext http)
    {
        http.SetRefusalReason("booking_link_wrong");
        return NotFound();
    }

    public static ProblemHttpResult NotFound() => Problem.NotFound("booking_not_found", "There is no such booking.");
}

/// <summary>Bookings for those who stand at the counter.</summary>
static class StaffBookingEndpoints
{
    public static void MapStaffBookings(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/api/staff/bookings").WithTags("Staff")
            .RequireStaff();
        staff.MapGet("/", FindByReference).AuditsRead("booking.read", (http, answer) =>
            answer is Ok<BookingResponse> { Value: { } booking } ? $"booking:{booking.Id}" : $"booking-reference:{http.Request.Query["reference"]}");
        staff.MapGet("/{id:guid}/events", ListEvents).AuditsRead("booking.history_read", (http, _) => $"booking:{http.GetRouteValue("id")}");
    }

    static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> FindByReference(
        FindBooking bookings, HttpResponse response, CancellationToken ct, string? reference = null)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return Problem.Validation(("reference", "Required."));

        var written = reference.Trim().ToUpperInvariant();
        return await BookingEndpoints.AnswerAsync(bookings, b => b.Reference == written, response, ct);
    }

    /// <summary>What has happened to a booking, from the beginning.</summary>
    static async Task<Results<Ok<List<BookingEventResponse>>, ProblemHttpResult>> ListEvents(
        Guid id, TicketingDbContext context, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        var events = await context.BookingEvents.AsNoTracking().Where(e => e.BookingId == id).OrderBy(e => e.Id)
            .Select(e => new BookingEventResponse(e.From, e.To, e.At, e.By, e.Why)).ToListAsync(ct);
        // Every booking has at least the event of being placed.
        return events is [] ? BookingEndpoints.NotFound() : TypedResults.Ok(events);
    }
}

/// <param name="From">Null for the first: the booking was placed.</param>
/// <param name="By">See <see cref="Actor"/>.</param>
/// <param name="Why">A stable word, or what the staff wrote.</param>
sealed record BookingEventResponse(BookingStatus? From, BookingStatus To, DateTimeOffset At, string By, string Why);

/// <summary>The section <c>Bookings</c>.</summary>
sealed class BookingOptions : SeatLimitOptions
{
    /// <summary>How long a booking waits for its payment.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PaymentWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Bookings of any showings that wait for payment at a time for one customer. Not for one e-mail address: nobody has proven that it
    /// is theirs, and its owner would be kept out by whoever writes it down.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PendingPerCustomer { get; init; } = 4;

    /// <summary>
    /// The same for one client network, for which seats count (<c>RateLimits:ExemptNetworks</c> of seat-holds has those for which none
    /// do). Requests at the same moment do not see each other: it may be a few more.
    /// </summary>
    [Range(1, 1_000_000)]
    public int PendingPerNetwork { get; init; } = 500;
}
