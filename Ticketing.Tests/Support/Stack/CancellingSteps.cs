using System.Net.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.Support.Stack;

/// <summary>Giving tickets back over HTTP.</summary>
static class CancellingSteps
{
    /// <summary>A customer's paid booking, and the payment.</summary>
    public static async Task<(BookingView Booking, PaymentView Payment)> GivenTicketsAsync(
        this TicketingApp app, CustomerClient customer, long showingId, params int[] seats) => await app.GivenTicketsAsync(customer, showingId, "en", seats);

    public static async Task<(BookingView Booking, PaymentView Payment)> GivenTicketsAsync(
        this TicketingApp app, CustomerClient customer, long showingId, string language, params int[] seats)
    {
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showingId, seats), language);
        var payment = await customer.StartsPaymentAsync(booking.Id);
        await app.PayAsync(payment);
        return (await customer.BookingBecomesAsync(booking.Id, "confirmed"), payment);
    }

    /// <summary>The link that a mail about the booking has.</summary>
    public static async Task<string> LinkOfAsync(this TicketingApp app, Guid bookingId)
    {
        var options = Options.Create(new BookingLinkOptions { Key = await app.SecretAsync("booking-link-key") });
        return new BookingLinks(options, TimeProvider.System).Sign(bookingId, TimeProvider.System.GetUtcNow().AddDays(1));
    }

    public static async Task<HttpResponseMessage> CancelAsync(
        this HttpClient client, string path, object body, string? link = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key != "")
            request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        if (link is not null)
            request.Headers.Add("Booking-Link", link);
        return await client.SendAsync(request);
    }
}

sealed record CancellationView(Guid BookingId, string Status, Guid? RefundId, long Amount, string Currency, string[] Seats);

sealed record ProgressView(string Reason, DateTimeOffset? CompletedAt, int Bookings, int Refunded, int Pending, int Unpaid);
