using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Accounts;
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
        FindBooking bookings, HttpResponse response, CancellationToken ct, string? reference = null)
    {
        if (string.IsNullOrWhiteSpace(reference))
            return Problem.Validation(("reference", "Required."));

        var written = reference.Trim().ToUpperInvariant();
        return await BookingEndpoints.AnswerAsync(bookings, b => b.Reference == written, response, ct);
    }
}
