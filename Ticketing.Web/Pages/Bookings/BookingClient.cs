using Ticketing.Core.Bookings;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Bookings of the customer whose page is being made.</summary>
sealed class BookingClient(HttpClient http, ILogger<BookingClient> logger)
{
    /// <param name="key">The same key with the same request books once and answers alike.</param>
    public Task<ApiAnswer<BookingResponse>> BookAsync(PlaceBookingRequest booking, RequestKey key, CancellationToken ct)
    {
        var request = ApiCalls.Post("/api/bookings", booking);
        request.Headers.Add(RequestKey.Header, key.ToString());
        return http.AskAsync<BookingResponse>(request, logger, ct, booked => booked.ShowingId == booking.ShowingId && booked.Email == booking.Email);
    }

    /// <summary>The booking, or null when it is unknown or somebody else's.</summary>
    public async Task<BookingResponse?> FindAsync(Guid id, CancellationToken ct) =>
        (await http.GetAsync<BookingResponse>($"/api/bookings/{id}", logger, ct, booking => booking.Id == id)).OrNull();

    /// <summary>The booking of its owner, or of whoever has the link of its mail; null when it is unknown or not theirs to see.</summary>
    public async Task<BookingResponse?> FindAsync(BookingAddress address, CancellationToken ct) => address switch
    {
        { Id: { } own } => await FindAsync(own, ct),
        { Link: { } link } => await FindAsync(link, ct) is { } booking && booking.Reference == address.Reference ? booking : null,
        _ => null,
    };

    /// <param name="link">Of the mail, when it is not the owner who asks.</param>
    /// <param name="key">The same key with the same request cancels once and answers alike.</param>
    public async Task<ApiAnswer<CancellationResponse>> CancelAsync(Guid id, OpaqueToken? link, CancelRequest cancellation, RequestKey key, CancellationToken ct)
    {
        var request = ApiCalls.Post($"/api/bookings/{id}/cancellation", cancellation);
        request.Headers.Add(RequestKey.Header, key.ToString());
        if (link is not null)
            request.Headers.Add(BookingLinkHeader.Name, link.ToString());
        return await http.AskAsync<CancellationResponse>(request, logger, ct, cancelled => cancelled.BookingId == id);
    }

    /// <summary>Where to pay; asked again, the same place.</summary>
    public Task<ApiAnswer<PaymentResponse>> PayAsync(Guid id, CancellationToken ct) =>
        http.PostAsync<PaymentResponse>($"/api/bookings/{id}/payments", null, logger, ct, payment => payment.BookingId == id);

    async Task<BookingResponse?> FindAsync(OpaqueToken link, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/bookings/linked");
        request.Headers.Add(BookingLinkHeader.Name, link.ToString());
        return (await http.AskAsync<BookingResponse>(request, logger, ct)).OrNull();
    }
}

static class BookedSeats
{
    /// <summary>Those that the booking still has.</summary>
    public static IEnumerable<BookedSeatResponse> LiveSeats(this BookingResponse booking) => booking.Seats.Where(seat => !seat.GivenBack);
}
