using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings;

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
