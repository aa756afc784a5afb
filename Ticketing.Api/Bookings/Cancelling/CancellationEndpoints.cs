using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings.Cancelling;

/// <summary>Giving tickets back: by the owner, by whoever has the link of the booking's mail, and by the staff.</summary>
static class CancellationEndpoints
{
    const string Route = "POST /api/bookings/{id}/cancellation";
    const string StaffRoute = "POST /api/staff/bookings/{id}/cancellation";

    public static void MapCancellations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/bookings/{id:guid}/cancellation", Cancel).WithTags("Bookings").AllowAnonymous().AddEndpointFilter(BookingTurns.TakeAsync);
        routes.MapPost("/api/staff/bookings/{id:guid}/cancellation", CancelAsStaff).WithTags("Staff")
            .ShowsNoPersonalData("Seats and an amount; who gave back what, and why, is in the booking's history.")
            .RequireSecondFactor();
    }

    static async Task<Results<Ok<CancellationResponse>, ProblemHttpResult>> Cancel(
        Guid id,
        CancelRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        [FromHeader(Name = BookingLinkHeader.Name)] string? link,
        Customer? customer,
        BookingLinks links,
        TicketingDbContext context,
        CancelBooking handler,
        CancellationToken ct)
    {
        if (!IdempotencyKey.IsGood(idempotencyKey))
            return IdempotencyKey.Required();
        if (!request.TryRead(out var problem))
            return problem;

        if (await context.ActorAsync(id, customer, links.Verify(link), ct) is not { } actor)
            return BookingEndpoints.NotFound();

        // Who has the link acts for the booking itself; its keys are told from those of customers by the booking's id.
        var cancellation = Cancellation.ByCustomer(id, request, actor);
        return await handler.HandleAsync(cancellation, IdempotencyKey.Of(actor == Actor.MailLink ? id : customer!.Id, Route, idempotencyKey, cancellation), ct);
    }

    static async Task<Results<Ok<CancellationResponse>, ProblemHttpResult>> CancelAsStaff(
        Guid id,
        CancelRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        StaffMember staff,
        CancelBooking handler,
        CancellationToken ct)
    {
        if (!IdempotencyKey.IsGood(idempotencyKey))
            return IdempotencyKey.Required();
        if (!request.TryRead(out var problem) || !request.TryReadReason(out var reason, out problem))
            return problem;

        var cancellation = Cancellation.ByStaff(id, request, staff.Id, reason);
        return await handler.HandleAsync(cancellation, IdempotencyKey.Of(staff.Id, StaffRoute, idempotencyKey, cancellation), ct);
    }
}

/// <summary>What a client sends to give tickets back; anything may be missing.</summary>
/// <param name="Seats">Their places in the layout; none named means all that the booking still has.</param>
/// <param name="Reason">Only of the staff, in their words.</param>
sealed record CancelRequest(IReadOnlyList<int>? Seats, string? Reason)
{
    /// <summary>False with the problem to answer.</summary>
    public bool TryRead([NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        problem = Seats is { Count: 0 } ? Problem.Validation(("seats", "At least one, or left out for all.")) : null;
        return problem is null;
    }

    /// <summary>False with the problem to answer.</summary>
    public bool TryReadReason([NotNullWhen(true)] out string? reason, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        reason = Reason?.Trim() is { Length: > 0 and <= BookingEvent.LongestWhy } said ? said : null;
        problem = reason is null ? Problem.Validation(("reason", $"1 to {BookingEvent.LongestWhy} characters.")) : null;
        return reason is not null;
    }
}
