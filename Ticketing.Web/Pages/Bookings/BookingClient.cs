using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Bookings of the customer whose page is being made.</summary>
sealed class BookingClient(HttpClient http, ILogger<BookingClient> logger)
{
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

    /// <summary>Where to pay; asked again, the same place.</summary>
    public Task<ApiAnswer<PaymentAnswer>> PayAsync(Guid id, CancellationToken ct) =>
        http.PostAsync<PaymentAnswer>($"/api/bookings/{id}/payments", null, logger, ct);
}
