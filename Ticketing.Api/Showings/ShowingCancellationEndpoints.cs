using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Audit;
using Ticketing.Api.Staff;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Showings;

/// <summary>A showing that will not take place, for the staff.</summary>
static class ShowingCancellationEndpoints
{
    public static void AddShowingCancellations(this IHostApplicationBuilder builder) => builder.Services.AddScoped<CancelShowing>();

    public static void MapShowingCancellations(this IEndpointRouteBuilder routes)
    {
        var cancellation = routes.MapGroup("/api/staff/showings/{showingId:long}/cancellation").WithTags("Staff")
            .RequireStaff();
        cancellation.MapPost("/", Cancel).RequireSecondFactor().ShowsNoPersonalData("Numbers of bookings; who cancelled the showing is in its row.");
        cancellation.MapGet("/", Find).ShowsNoPersonalData("Numbers of bookings.");
    }

    /// <summary>Asked again, it answers with how far it has come; the first reason stays.</summary>
    static async Task<Results<Ok<ShowingCancellationResponse>, ProblemHttpResult>> Cancel(
        long showingId, CancelShowingRequest request, StaffMember staff, CancelShowing handler, TicketingDbContext context, CancellationToken ct)
    {
        if (request.Reason?.Trim() is not { Length: > 0 and <= ShowingCancellation.LongestReason } reason)
            return Problem.Validation(("reason", $"1 to {ShowingCancellation.LongestReason} characters."));
        if (!await handler.RunAsync(showingId, reason, staff.Id, ct))
            return Problem.NotFound("showing_not_found", "There is no such showing.");

        return await AnswerAsync(context, showingId, ct);
    }

    static Task<Results<Ok<ShowingCancellationResponse>, ProblemHttpResult>> Find(
        long showingId, TicketingDbContext context, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return AnswerAsync(context, showingId, ct);
    }

    static async Task<Results<Ok<ShowingCancellationResponse>, ProblemHttpResult>> AnswerAsync(TicketingDbContext context, long showingId, CancellationToken ct) =>
        await CancellationProgress.FindAsync(context, showingId, ct) is { } progress
            ? TypedResults.Ok(progress)
            : Problem.NotFound("showing_not_cancelled", "This showing is not cancelled.");
}

static class CancellationProgress
{
    /// <summary>Null if the showing is not cancelled.</summary>
    public static async Task<ShowingCancellationResponse?> FindAsync(TicketingDbContext context, long showingId, CancellationToken ct)
    {
        if (await context.ShowingCancellations.AsNoTracking().SingleOrDefaultAsync(c => c.ShowingId == showingId, ct) is not { } cancellation)
            return null;

        var ofShowing = context.Bookings.Where(b => b.ShowingId == showingId);
        // Whoever gave their tickets back themselves is not counted.
        var paid = ofShowing.Where(b =>
            b.Status == BookingStatus.Confirming || b.Status == BookingStatus.Confirmed || b.Refunds.Any(r => r.Reason == RefundReason.ShowingCancelled));
        var bookings = await paid.CountAsync(ct);
        var refunded = await paid.CountAsync(b => b.Status == BookingStatus.Refunded, ct);
        var unpaid = await ofShowing.CountAsync(b => b.Status == BookingStatus.PendingPayment, ct);
        return new ShowingCancellationResponse(
            showingId, cancellation.Reason, cancellation.RequestedBy, cancellation.RequestedAt, cancellation.CompletedAt,
            bookings, refunded, bookings - refunded, unpaid);
    }
}
