using System.Globalization;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Bookings of the customer whose page is being made.</summary>
sealed class BookingClient(HttpClient http, ILogger<BookingClient> logger)
{
    /// <param name="key">The same key with the same request books once and answers alike.</param>
    public Task<ApiAnswer<BookingAnswer>> BookAsync(BookingRequest booking, RequestKey key, CancellationToken ct)
    {
        var request = ApiCalls.Post("/api/bookings", booking);
        request.Headers.Add(RequestKey.Header, key.ToString());
        return http.AskAsync<BookingAnswer>(request, logger, ct, booked => booked.ShowingId == booking.ShowingId && booked.Email == booking.Email);
    }

    /// <summary>Makes a booking that is not paid yet say what was typed last; the same again changes nothing.</summary>
    public Task<ApiAnswer<BookingAnswer>> CorrectAsync(Guid id, BookingRequest booking, CancellationToken ct) => http.AskAsync<BookingAnswer>(
        new HttpRequestMessage(HttpMethod.Put, $"/api/bookings/{id}") { Content = JsonContent.Create(booking, options: ApiJson.Options) }, logger, ct, corrected => corrected.Id == id);

    /// <summary>The customer's bookings, the latest showing first.</summary>
    public async Task<BookingListAnswer> ListAsync(int page, CancellationToken ct) =>
        (await http.GetAsync<BookingListAnswer>(string.Create(CultureInfo.InvariantCulture, $"/api/bookings?page={page}"), logger, ct)).OrThrow();

    /// <summary>The booking, or null when it is unknown or somebody else's.</summary>
    public async Task<BookingAnswer?> FindAsync(Guid id, CancellationToken ct) =>
        (await http.GetAsync<BookingAnswer>($"/api/bookings/{id}", logger, ct, booking => booking.Id == id)).OrNull();

    /// <summary>The booking of its owner, or of whoever has the link of its mail; null when it is unknown or not theirs to see.</summary>
    public async Task<BookingAnswer?> FindAsync(BookingAddress address, CancellationToken ct) => address switch
    {
        { Id: { } own } => await FindAsync(own, ct),
        { Link: { } link } => await FindAsync(link, ct) is { } booking && booking.Reference == address.Reference ? booking : null,
        _ => null,
    };

    /// <param name="link">Of the mail, when it is not the owner who asks.</param>
    /// <param name="key">The same key with the same request cancels once and answers alike.</param>
    public async Task<ApiAnswer<CancellationAnswer>> CancelAsync(Guid id, OpaqueToken? link, CancelBookingRequest cancellation, RequestKey key, CancellationToken ct)
    {
        var request = ApiCalls.Post($"/api/bookings/{id}/cancellation", cancellation);
        request.Headers.Add(RequestKey.Header, key.ToString());
        if (link is not null)
            request.Headers.Add(BookingLinkHeader.Name, link.ToString());
        return await http.AskAsync<CancellationAnswer>(request, logger, ct, cancelled => cancelled.BookingId == id);
    }

    /// <summary>Has a paid booking's tickets go to another address, as soon as that is confirmed from there.</summary>
    /// <param name="link">Of the mail, when it is not the owner who asks.</param>
    public Task<ApiAnswer<Nothing>> AskForAddressAsync(Guid id, OpaqueToken? link, string email, CancellationToken ct)
    {
        var request = ApiCalls.Post($"/api/bookings/{id}/address-changes", new { email });
        if (link is not null)
            request.Headers.Add(BookingLinkHeader.Name, link.ToString());
        return http.AskAsync<Nothing>(request, logger, ct);
    }

    /// <summary>What the mail to the new address is for.</summary>
    public Task<ApiAnswer<Nothing>> ConfirmAddressAsync(OpaqueToken link, CancellationToken ct) =>
        http.PostAsync<Nothing>("/api/bookings/address-changes/confirmation", new { link = link.ToString() }, logger, ct);

    /// <summary>What the mail to the former address is for.</summary>
    public Task<ApiAnswer<StoppedChangeAnswer>> StopAddressAsync(OpaqueToken link, CancellationToken ct) =>
        http.PostAsync<StoppedChangeAnswer>("/api/bookings/address-changes/stop", new { link = link.ToString() }, logger, ct);

    /// <summary>Has the booking's mail go out once more.</summary>
    public Task<ApiAnswer<Nothing>> ResendAsync(Guid id, CancellationToken ct) => http.PostAsync<Nothing>($"/api/bookings/{id}/mails", null, logger, ct);

    /// <summary>Has a booking mailed to the address that it is kept with; the answer is the same where there is none.</summary>
    public Task<ApiAnswer<Nothing>> FindByMailAsync(string reference, string email, CancellationToken ct) =>
        http.PostAsync<Nothing>("/api/bookings/mails", new { reference, email }, logger, ct);

    /// <summary>Where to pay; asked again, the same place.</summary>
    public Task<ApiAnswer<PaymentAnswer>> PayAsync(Guid id, CancellationToken ct) =>
        http.PostAsync<PaymentAnswer>($"/api/bookings/{id}/payments", null, logger, ct, payment => payment.BookingId is not { } paid || paid == id);

    async Task<BookingAnswer?> FindAsync(OpaqueToken link, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/bookings/linked");
        request.Headers.Add(BookingLinkHeader.Name, link.ToString());
        return (await http.AskAsync<BookingAnswer>(request, logger, ct)).OrNull();
    }
}

sealed record BookingRequest(long ShowingId, string HoldId, string Email, string Language, IReadOnlyList<BookingRequestSeat> Seats);

sealed record BookingRequestSeat(int Index, Concession Concession);

/// <param name="Amount">Whole units of <paramref name="Currency"/>.</param>
sealed record BookingAnswer(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, DateTimeOffset ExpiresAt, string Email,
    IReadOnlyList<BookedSeatAnswer> Seats)
{
    /// <summary>When it was paid; null where it was not, and from the release before this one.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    public IReadOnlyList<TicketAnswer> Tickets { get; init; } = [];
    public PaymentStateAnswer? Payment { get; init; }
    public IReadOnlyList<RefundAnswer> Refunds { get; init; } = [];

    /// <summary>Only of a confirmed booking: from then on its tickets are kept.</summary>
    public DateTimeOffset? CancellableUntil { get; init; }

    public IEnumerable<BookedSeatAnswer> LiveSeats => Seats.Where(seat => !seat.GivenBack);
}

sealed record BookingListAnswer(IReadOnlyList<BookingSummaryAnswer> Bookings, bool HasMore);

/// <param name="Amount">Whole units of <paramref name="Currency"/>.</param>
/// <param name="Seats">Row and number, e.g. <c>H12</c>.</param>
sealed record BookingSummaryAnswer(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, IReadOnlyList<string> Seats);

/// <param name="Index">Place in the layout.</param>
/// <param name="Price">Whole units of the booking's currency.</param>
sealed record BookedSeatAnswer(int Index, string Label, Concession Concession, long Price, bool GivenBack);

/// <param name="CompletedAt">When the payment provider confirmed it.</param>
sealed record RefundAnswer(long Amount, RefundReason Reason, RefundStatus Status, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt);

/// <param name="Seats">Places in the layout; null means all.</param>
sealed record CancelBookingRequest(IReadOnlyList<int>? Seats);

/// <param name="Code">What the QR code says.</param>
sealed record TicketAnswer(Guid Id, string Seat, string Code);

sealed record PaymentStateAnswer(PaymentAttemptStatus Status, bool CardDeclined);

sealed record CancellationAnswer(Guid BookingId);

/// <param name="Undone">Whether the booking had the new address already.</param>
sealed record StoppedChangeAnswer(bool Undone);

/// <param name="BookingId">Null from the release before this one.</param>
/// <param name="CheckoutUrl">The payment provider's page.</param>
sealed record PaymentAnswer(Guid? BookingId, Uri CheckoutUrl);
