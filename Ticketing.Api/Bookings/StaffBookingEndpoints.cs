using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings;

/// <summary>Bookings for those who stand at the counter.</summary>
static class StaffBookingEndpoints
{
    public static void MapStaffBookings(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup("/api/staff/bookings").WithTags("Staff")
            .RequireAuthorization(policy => policy.RequireRole(Roles.Staff, Roles.Admin));
        staff.MapGet("/", FindByReference);
    }

    static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> FindByReference(
        TicketingDbContext context, HttpResponse response, CancellationToken ct, string? reference = null)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return Problem.Validation(("reference", "Required."));

        response.Headers.CacheControl = "no-store";
        var written = reference.Trim().ToUpperInvariant();
        return await FindBooking.SingleAsync(context, context.Bookings.Where(b => b.Reference == written), ct) is { } booking
            ? TypedResults.Ok(booking)
            : BookingEndpoints.NotFound();
    }
}
