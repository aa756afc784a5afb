using System.Net.Http.Headers;
using System.Net.Http.Json;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Driving;

/// <summary>Booking and paying as a customer's browser does it.</summary>
sealed class BookingClient(HttpClient api, HttpClient browser)
{
    const string GoodCard = "4242 4242 4242 4242";

    /// <param name="key">By which a repeated request is known; a new one if there is none.</param>
    public async Task<Answer<BookingResponse>> BookAsync(LoadCustomer customer, long showing, HoldAnswer hold, CancellationToken ct, string? key = null)
    {
        using var request = Authorized(HttpMethod.Post, "/api/bookings", customer);
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        request.Content = JsonContent.Create(
            new PlaceBookingRequest(showing, hold.HoldId, customer.Email, "ko", [.. hold.Seats.Select(index => new PlaceBookingSeat(index, Concession.Adult))]),
            options: ContractJson.Options);
        return await SendAsync<BookingResponse>(request, ct);
    }

    public async Task<Answer<PaymentResponse>> StartPaymentAsync(LoadCustomer customer, Guid booking, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Post, $"/api/bookings/{booking}/payments", customer);
        return await SendAsync<PaymentResponse>(request, ct);
    }

    /// <summary>Fills in the provider's page; answers in a word.</summary>
    public async Task<string> PayAsync(PaymentResponse payment, CancellationToken ct)
    {
        using (var page = await browser.GetAsync(payment.CheckoutUrl, ct))
        {
            if (!page.IsSuccessStatusCode)
                return $"{(int)page.StatusCode}";
        }

        using var card = new FormUrlEncodedContent([KeyValuePair.Create("cardNumber", GoodCard)]);
        using var answer = await browser.PostAsync(payment.CheckoutUrl, card, ct);
        return $"{(int)answer.StatusCode}";
    }

    public async Task<Answer<BookingResponse>> FindAsync(LoadCustomer customer, Guid booking, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Get, $"/api/bookings/{booking}", customer);
        return await SendAsync<BookingResponse>(request, ct);
    }

    async Task<Answer<T>> SendAsync<T>(HttpRequestMessage request, CancellationToken ct)
        where T : class
    {
        using var response = await api.SendAsync(request, ct);
        return await Answer<T>.ReadAsync(response, ct);
    }

    static HttpRequestMessage Authorized(HttpMethod method, string path, LoadCustomer customer) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", customer.Token) } };
}
