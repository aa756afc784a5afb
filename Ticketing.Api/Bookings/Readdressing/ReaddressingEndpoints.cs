using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Api.Audit;
using Ticketing.Api.Edges;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Mails;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;
using Ticketing.ServiceDefaults;

namespace Ticketing.Api.Bookings.Readdressing;

/// <summary>Another address for the mails of a booking that is paid.</summary>
static class ReaddressingEndpoints
{
    public static void AddReaddressings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<AddressChangeOptions>().BindConfiguration("AddressChanges").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<ReaddressBooking>();
        builder.Services.AddScoped<ChangeAddress>();
    }

    public static void MapReaddressings(this IEndpointRouteBuilder routes)
    {
        var bookings = routes.MapGroup("/api/bookings").WithTags("Bookings").AllowAnonymous();
        bookings.MapPost("/{id:guid}/address-changes", Ask).RequireRateLimiting(RateLimits.AccountMails).AddEndpointFilter(BookingTurns.TakeAsync);
        bookings.MapPost("/address-changes/confirmation", Confirm).RequireRateLimiting(RateLimits.Accounts);
        bookings.MapPost("/address-changes/stop", Stop).RequireRateLimiting(RateLimits.Accounts);
        routes.MapPut("/api/staff/bookings/{id:guid}/email", ReaddressAsStaff).WithTags("Staff")
            .RequireStaff()
            .ShowsNoPersonalData("Nothing; it is a row of its own that somebody changed the address, and why is in the booking's history.");
    }

    static async Task<Results<Accepted, ProblemHttpResult>> Ask(
        Guid id, ReaddressRequest request, [FromHeader(Name = BookingLinkHeader.Name)] string? link, Customer? customer, BookingLinks links,
        HttpContext http, ChangeAddress handler, CancellationToken ct) =>
        request.TryRead(out var email, out var problem)
            ? await handler.AskAsync(id, email, customer, links.Verify(link), ClientNetwork.Of(http)?.ToString(), ct)
            : problem;

    static async Task<Results<NoContent, ProblemHttpResult>> Confirm(
        AddressLinkRequest request, BookingLinks links, HttpContext http, ChangeAddress handler, CancellationToken ct) =>
        links.Verify(AddressLink.Confirm, request.Link) is { } change
            ? await handler.ConfirmAsync(change, ClientNetwork.Of(http)?.ToString(), ct)
            : LinkWrong(http);

    static async Task<Results<Ok<StoppedChangeResponse>, ProblemHttpResult>> Stop(
        AddressLinkRequest request, BookingLinks links, HttpContext http, ChangeAddress handler, CancellationToken ct) =>
        links.Verify(AddressLink.Stop, request.Link) is { } change
            ? await handler.StopAsync(change, ClientNetwork.Of(http)?.ToString(), ct)
            : LinkWrong(http);

    /// <summary>Answered like a link whose time is over.</summary>
    static ProblemHttpResult LinkWrong(HttpContext http)
    {
        http.SetRefusalReason("address_link_wrong");
        return ChangeAddress.Ended();
    }

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

/// <summary>What the link of a mail about another address carried.</summary>
sealed record AddressLinkRequest(string? Link);

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
