using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Ticketing.Api.Bookings.Cancelling;
using Ticketing.Core.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Problems;
using Ticketing.Core.Security;

namespace Ticketing.Api.Bookings;

/// <summary>A customer's own bookings; nobody else's can be told from one that does not exist.</summary>
static class BookingEndpoints
{
    public static void AddBookings(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<BookingOptions>().BindConfiguration("Bookings").ValidateDataAnnotations().ValidateOnStart();
        builder.AddBookingLinks();
        builder.Services.AddScoped<PlaceBooking>();
        builder.Services.AddScoped<FindBooking>();
        builder.Services.AddScoped<CancelBooking>();
    }

    public static void MapBookings(this IEndpointRouteBuilder routes)
    {
        var bookings = routes.MapGroup("/api/bookings").WithTags("Bookings").RequireAuthorization();
        bookings.MapPost("/", Place);
        bookings.MapGet("/{id:guid}", Find);
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

    static Task<Results<Ok<BookingResponse>, ProblemHttpResult>> Find(
        Guid id, Customer customer, FindBooking bookings, HttpResponse response, CancellationToken ct) =>
        AnswerAsync(bookings, b => b.Id == id && b.CustomerId == customer.Id, response, ct);

    /// <summary>The booking of a mail's link, for whoever has it.</summary>
    static async Task<Results<Ok<BookingResponse>, ProblemHttpResult>> FindLinked(
        [FromHeader(Name = BookingLinkHeader.Name)] string? link, BookingLinks links, FindBooking bookings, HttpResponse response, CancellationToken ct) =>
        links.Verify(link) is { } id ? await AnswerAsync(bookings, b => b.Id == id, response, ct) : LinkWrong(response.HttpContext);

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
