using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Bookings.Readdressing;

/// <summary>Another address for the mails of a booking that is paid.</summary>
static class ReaddressingEndpoints
{
    public static void AddReaddressings(this IHostApplicationBuilder builder) => builder.Services.AddScoped<ReaddressBooking>();

    public static void MapReaddressings(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/staff/bookings/{id:guid}/email", ReaddressAsStaff).WithTags("Staff")
            .RequireStaff()
            .ShowsNoPersonalData("Nothing; it is a row of its own that somebody changed the address, and why is in the booking's history.");

    static async Task<Results<NoContent, ProblemHttpResult>> ReaddressAsStaff(
        Guid id, ReaddressRequest request, StaffMember staff, HttpContext http, ReaddressBooking handler, CancellationToken ct)
    {
        if (!request.TryRead(out var email, out var problem))
            return problem;
        if (request.Reason?.Trim() is not { Length: > 0 and <= BookingEvent.LongestWhy } reason)
            return Problem.Validation(("reason", $"1 to {BookingEvent.LongestWhy} characters."));

        return await handler.ByStaffAsync(id, email, reason, staff, ClientNetwork.Of(http)?.ToString(), ct);
    }
}

/// <summary>Another address; anything may be missing.</summary>
/// <param name="Reason">Only of the staff, in their words.</param>
sealed record ReaddressRequest(string? Email, string? Reason = null)
{
    /// <summary>False with the problem to answer.</summary>
    public bool TryRead([NotNullWhen(true)] out string? email, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        email = EmailAddress.Parse(Email);
        problem = email is null ? Problem.Validation(("email", "An e-mail address.")) : null;
        return email is not null;
    }
}
