using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Ticketing.Tests.Support.Stack;

/// <summary>A customer who uses the HTTP interface as the web app does.</summary>
sealed class CustomerClient(HttpClient api, HttpClient seatHolds, Guid id)
{
    public Guid Id => id;

    /// <summary>For what no web app would ask.</summary>
    public HttpClient Api => api;

    public HttpClient SeatHolds => seatHolds;

    /// <summary>Who has it is this customer, as bearer or in the cookie.</summary>
    public string Token => api.DefaultRequestHeaders.Authorization!.Parameter!;

    /// <summary>Unlike anybody else's, so that limits and mails are this customer's own.</summary>
    public string Email { get; } = $"{id:N}@customers.example";

    public Task<HttpResponseMessage> HoldAsync(long showingId, params int[] seats) =>
        seatHolds.PostAsJsonAsync($"/api/showings/{showingId}/holds", new { seats });

    public async Task<Hold> HoldsAsync(long showingId, params int[] seats) =>
        await ReadAsync<Hold>(await HoldAsync(showingId, seats));

    public async Task<Hold> HoldsBestAsync(long showingId, int count) =>
        await ReadAsync<Hold>(await seatHolds.PostAsJsonAsync($"/api/showings/{showingId}/holds", new { bestAvailable = new { count } }));

    public Task<HttpResponseMessage> ReleaseAsync(long showingId, string holdId) =>
        seatHolds.DeleteAsync($"/api/showings/{showingId}/holds/{holdId}");

    public async Task<Release> ReleasesAsync(Hold hold) => await ReadAsync<Release>(await ReleaseAsync(hold.ShowingId, hold.HoldId));

    public Task<HttpResponseMessage> FindHoldAsync(long showingId, string holdId) =>
        seatHolds.GetAsync($"/api/showings/{showingId}/holds/{holdId}");

    public async Task<HttpResponseMessage> BookAsync(object booking, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bookings") { Content = JsonContent.Create(booking) };
        if (idempotencyKey != "")
            request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString());
        return await api.SendAsync(request);
    }

    /// <summary>What a browser would post to book the hold, for adults or with one person who is not.</summary>
    public object BookingOf(Hold hold, string language = "ko", string first = "adult") => new
    {
        showingId = hold.ShowingId,
        holdId = hold.HoldId,
        email = Email,
        language,
        seats = hold.Seats.Select((index, place) => new { index, concession = place == 0 ? first : "adult" }),
    };

    public async Task<BookingView> BooksAsync(Hold hold, string language = "ko", string first = "adult")
    {
        var key = Guid.NewGuid().ToString();
        return await ReadAsync<BookingView>(await PatientlyAsync(() => BookAsync(BookingOf(hold, language, first), key)));
    }

    public Task<HttpResponseMessage> StartPaymentAsync(Guid bookingId) => api.PostAsync($"/api/bookings/{bookingId}/payments", null);

    public async Task<PaymentView> StartsPaymentAsync(Guid bookingId) =>
        await ReadAsync<PaymentView>(await PatientlyAsync(() => StartPaymentAsync(bookingId)));

    public Task<HttpResponseMessage> ResendAsync(Guid bookingId) => api.PostAsync($"/api/bookings/{bookingId}/mails", null);

    public Task<HttpResponseMessage> FindByMailAsync(string? reference, string? email) => api.PostAsJsonAsync("/api/bookings/mails", new { reference, email });

    public Task<HttpResponseMessage> ListBookingsAsync(string page = "1") => api.GetAsync($"/api/bookings?page={page}");

    public async Task<BookingListView> BookingsAsync(int page = 1) => await ReadAsync<BookingListView>(await ListBookingsAsync($"{page}"));

    public Task<HttpResponseMessage> FindBookingAsync(Guid bookingId) => api.GetAsync($"/api/bookings/{bookingId}");

    public Task<HttpResponseMessage> CancelAsync(Guid bookingId, object body, string? key = null) =>
        api.CancelAsync($"/api/bookings/{bookingId}/cancellation", body, key: key);

    public Task<HttpResponseMessage> CancelAsStaffAsync(Guid bookingId) =>
        api.CancelAsync($"/api/staff/bookings/{bookingId}/cancellation", new { reason = "I am no staff." });

    public async Task<BookingView> BookingAsync(Guid bookingId) => await ReadAsync<BookingView>(await FindBookingAsync(bookingId));

    public Task<BookingView> BookingBecomesAsync(Guid bookingId, string status) =>
        Eventually.BecomesAsync(() => BookingAsync(bookingId), booking => booking.Status == status);

    public async Task<SeatStatesView> SeatsAsync(long showingId, string? min = null) =>
        await ReadAsync<SeatStatesView>(await seatHolds.GetAsync($"/live/showings/{showingId}/seats{(min is null ? "" : $"?min={min}")}"));

    /// <summary>Asks again when told to try again in a moment, as happens where very much goes on at once.</summary>
    public static Task<HttpResponseMessage> PatientlyAsync(Func<Task<HttpResponseMessage>> ask) =>
        Eventually.BecomesAsync(ask, answer => answer.StatusCode != HttpStatusCode.ServiceUnavailable);

    /// <summary>The body of an answer that has to be a success; otherwise the failure shows what came back.</summary>
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        using (response)
        {
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            return (await response.Content.ReadFromJsonAsync<T>())!;
        }
    }
}

static class GivenCustomer
{
    /// <param name="address">Where the customer is, if not on this machine.</param>
    /// <param name="holdsAt">The service that the customer asks for seats.</param>
    public static async Task<CustomerClient> GivenCustomerAsync(this TicketingApp app, string? address = null, string holdsAt = "seat-holds")
    {
        var api = app.CreateClient("api");
        var issued = await CustomerClient.ReadAsync<IssuedCustomer>(await api.PostAsync("/api/customers", null));
        var seatHolds = app.CreateClient(holdsAt);
        api.DefaultRequestHeaders.Authorization = seatHolds.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", issued.Token);
        if (address is not null)
        {
            api.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            seatHolds.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        }

        return new CustomerClient(api, seatHolds, issued.CustomerId);
    }
}

sealed record IssuedCustomer(Guid CustomerId, string Token);

sealed record Hold(string HoldId, long ShowingId, int[] Seats, DateTimeOffset ExpiresAt, string Version);

sealed record Release(string Version);

sealed record SeatStatesView(string Version, string States);

sealed record BookingListView(BookingSummaryView[] Bookings, bool HasMore);

sealed record BookingSummaryView(Guid Id, string Reference, long ShowingId, string Status, long Amount, string Currency, string[] Seats);

sealed record BookingView(
    Guid Id, string Reference, long ShowingId, string Status, long Amount, string Currency, DateTimeOffset ExpiresAt, string Email,
    BookedSeat[] Seats, BookedTicket[]? Tickets, DateTimeOffset? ConfirmedAt = null);

sealed record BookedSeat(int Index, string Label, string Concession, long Price);

sealed record BookedTicket(Guid Id, string Code);

sealed record PaymentView(Guid AttemptId, string CheckoutUrl);
