using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Bookings of the customer whose page is being made.</summary>
sealed class BookingClient(HttpClient http, ILogger<BookingClient> logger)
{
    const string LinkHeader = "Booking-Link";

    /// <param name="idempotencyKey">The same key with the same request books once and answers alike.</param>
    public Task<ApiAnswer<BookingAnswer>> BookAsync(BookingRequest booking, string idempotencyKey, CancellationToken ct)
    {
        var request = ApiCalls.Post("/api/bookings", booking);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return http.AskAsync<BookingAnswer>(request, logger, ct);
    }

    /// <summary>The booking, or null when it is unknown or somebody else's.</summary>
    public async Task<BookingAnswer?> FindAsync(Guid id, CancellationToken ct) =>
        (await http.GetAsync<BookingAnswer>($"/api/bookings/{id}", logger, ct)).OrNull();

    /// <summary>The booking of its owner, or of whoever has the link of its mail; null when it is unknown or not theirs to see.</summary>
    public async Task<BookingAnswer?> FindAsync(Guid? id, string? reference, string? link, CancellationToken ct)
    {
        if (id is { } own)
            return await FindAsync(own, ct);

        var request = new HttpRequestMessage(HttpMethod.Get, "/api/bookings/linked");
        request.Headers.TryAddWithoutValidation(LinkHeader, link);
        return (await http.AskAsync<BookingAnswer>(request, logger, ct)).OrNull() is { } booking && booking.Reference == reference ? booking : null;
    }

    /// <param name="link">Of the mail, when it is not the owner who asks.</param>
    /// <param name="idempotencyKey">The same key with the same request cancels once and answers alike.</param>
    public Task<ApiAnswer<Nothing>> CancelAsync(Guid id, string? link, CancelBookingRequest cancellation, string idempotencyKey, CancellationToken ct)
    {
        var request = ApiCalls.Post($"/api/bookings/{id}/cancellation", cancellation);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        if (link is not null)
            request.Headers.TryAddWithoutValidation(LinkHeader, link);
        return http.AskAsync<Nothing>(request, logger, ct);
    }

    /// <summary>Where to pay; asked again, the same place.</summary>
    public Task<ApiAnswer<PaymentAnswer>> PayAsync(Guid id, CancellationToken ct) =>
        http.PostAsync<PaymentAnswer>($"/api/bookings/{id}/payments", null, logger, ct);
}
