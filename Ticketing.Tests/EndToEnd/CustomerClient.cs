using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Ticketing.Tests.Refunds;

namespace Ticketing.Tests.EndToEnd;

/// <summary>A customer who uses the HTTP interface as the web app does.</summary>
sealed class CustomerClient(HttpClient api, HttpClient seatHolds, Guid id)
{
    public Guid Id => id;

    /// <summary>Who has it is this customer, as bearer or in the cookie.</summary>
    public string Token => api.DefaultRequestHeaders.Authorization!.Parameter!;

    /// <summary>Unlike anybody else's, so that limits and mails are this customer's own.</summary>
    public string Email { get; } = $"{id:N}@customers.example";

    public Task<HttpResponseMessage> HoldAsync(long showingId, params int[] seats) =>
        seatHolds.PostAsJsonAsync($"/api/showings/{showingId}/holds", new { seats });

    public async Task<HoldResponse> HoldsAsync(long showingId, params int[] seats) =>
        await ReadAsync<HoldResponse>(await HoldAsync(showingId, seats));

    public async Task<HoldResponse> HoldsBestAsync(long showingId, int count) =>
        await ReadAsync<HoldResponse>(await seatHolds.PostAsJsonAsync($"/api/showings/{showingId}/holds", new { bestAvailable = new { count } }));

    public Task<HttpResponseMessage> ReleaseAsync(long showingId, string holdId) =>
        seatHolds.DeleteAsync($"/api/showings/{showingId}/holds/{holdId}");

    public async Task<ReleaseResponse> ReleasesAsync(HoldResponse hold) => await ReadAsync<ReleaseResponse>(await ReleaseAsync(hold.ShowingId, hold.HoldId));

    public Task<HttpResponseMessage> FindHoldAsync(long showingId, string holdId) =>
        seatHolds.GetAsync($"/api/showings/{showingId}/holds/{holdId}");

    public async Task<HttpResponseMessage> BookAsync(object booking, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/bookings") { Content = JsonContent.Create(booking) };
        if (idempotencyKey != "")
            request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString());
        return await api.SendAsync(request);
    }

    /// <summary>What a browser would post to book the hold for adults.</summary>
    public object BookingOf(HoldResponse hold, string language = "ko") => new
    {
        showingId = hold.ShowingId,
        holdId = hold.HoldId,
        email = Email,
        language,
        seats = hold.Seats.Select(index => new { index, concession = "adult" }),
    };

    public async Task<BookingResponse> BooksAsync(HoldResponse hold, string language = "ko")
    {
        var key = Guid.NewGuid().ToString();
        return await ReadAsync<BookingResponse>(await PatientlyAsync(() => BookAsync(BookingOf(hold, language), key)));
    }

    public Task<HttpResponseMessage> StartPaymentAsync(Guid bookingId) => api.PostAsync($"/api/bookings/{bookingId}/payments", null);

    public async Task<PaymentResponse> StartsPaymentAsync(Guid bookingId) =>
        await ReadAsync<PaymentResponse>(await PatientlyAsync(() => StartPaymentAsync(bookingId)));

    public Task<HttpResponseMessage> FindBookingAsync(Guid bookingId) => api.GetAsync($"/api/bookings/{bookingId}");

    public Task<HttpResponseMessage> CancelAsync(Guid bookingId, object body, string? key = null) =>
        api.CancelAsync($"/api/bookings/{bookingId}/cancellation", body, key: key);

    public Task<HttpResponseMessage> CancelAsStaffAsync(Guid bookingId) =>
        api.CancelAsync($"/api/staff/bookings/{bookingId}/cancellation", new { reason = "I am no staff." });

    public async Task<BookingResponse> BookingAsync(Guid bookingId) => await ReadAsync<BookingResponse>(await FindBookingAsync(bookingId));

    public Task<BookingResponse> BookingBecomesAsync(Guid bookingId, BookingStatus status) =>
        Eventually.BecomesAsync(() => BookingAsync(bookingId), booking => booking.Status == status);

    public async Task<SeatStatesResponse> SeatsAsync(long showingId, string? min = null) =>
        await ReadAsync<SeatStatesResponse>(await seatHolds.GetAsync($"/live/showings/{showingId}/seats{(min is null ? "" : $"?min={min}")}"));

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
            return (await response.Content.ReadFromJsonAsync<T>(ContractJson.Options))!;
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
        var issued = await CustomerClient.ReadAsync<CustomerResponse>(await api.PostAsync("/api/customers", null));
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
