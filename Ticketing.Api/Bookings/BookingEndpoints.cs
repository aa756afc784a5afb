using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;

namespace Ticketing.Api.Bookings;

/// <summary>A customer's own bookings; nobody else's can be told from one that does not exist.</summary>
static class BookingEndpoints
{
    public static void AddBookings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BookingOptions>().BindConfiguration("Bookings").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddScoped<PlaceBooking>();
    }

    public static void MapBookings(this IEndpointRouteBuilder routes)
    {
        var bookings = routes.MapGroup("/api/bookings").WithTags("Bookings").RequireAuthorization();
        bookings.MapPost("/", Place);
        bookings.MapGet("/{id:guid}", Find);
        routes.MapGet("/api/ticket-keys", ListTicketKeys).WithTags("Bookings");
    }

    static async Task<Results<Created<BookingResponse>, ProblemHttpResult>> Place(
        PlaceBookingRequest request,
        [FromHeader(Name = IdempotencyKey.Header)] string? idempotencyKey,
        Customer customer,
        PlaceBooking handler,
        CancellationToken ct)
    {
        if (idempotencyKey is not { Length: > 0 and <= IdempotencyKey.MaxLength })
            return Problem.BadRequest("idempotency_key_required", $"The header {IdempotencyKey.Header} takes 1 to {IdempotencyKey.MaxLength} characters.");

        return request.TryRead(out var order, out var problem) ? await handler.HandleAsync(order, idempotencyKey, customer, ct) : problem;
    }

    static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> Find(
        Guid id, Customer customer, TicketingDbContext context, HttpResponse response, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        return await FindBooking.SingleAsync(context, context.Bookings.Where(b => b.Id == id && b.CustomerId == customer.Id), ct) is { } booking
            ? TypedResults.Ok(booking)
            : NotFound();
    }

    /// <summary>With which anybody can check a ticket's code without asking us.</summary>
    static async Task<Ok<List<TicketKeyResponse>>> ListTicketKeys(TicketingDbContext context, CancellationToken ct) =>
        TypedResults.Ok(await context.TicketKeys.OrderBy(k => k.CreatedAt).Select(k => new TicketKeyResponse(k.Id, k.PublicKey)).ToListAsync(ct));

    public static ProblemHttpResult NotFound() => Problem.NotFound("booking_not_found", "There is no such booking.");
}

/// <param name="PublicKey">ECDSA P-256, PEM.</param>
sealed record TicketKeyResponse(string Id, string PublicKey);
