using System.Net.Http.Json;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Driving;

/// <summary>Booking and paying as a customer's browser does it.</summary>
sealed class BookingClient(HttpClient api, HttpClient browser)
{
    const string GoodCard = "4242 4242 4242 4242";

    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <param name="key">By which a repeated request is known; a new one if there is none.</param>
    public async Task<Answer<BookingView>> BookAsync(LoadCustomer customer, long showing, HoldAnswer hold, CancellationToken ct, string? key = null)
    {
        using var request = customer.Request(HttpMethod.Post, "/api/bookings");
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        request.Content = JsonContent.Create(new
        {
            showingId = showing,
            holdId = hold.HoldId,
            email = customer.Email,
            language = "ko",
            seats = hold.Seats.Select(index => new { index, concession = "adult" }),
        });
        return await Answer<BookingView>.SendAsync(api, request, ct);
    }

    public async Task<Answer<PaymentView>> StartPaymentAsync(LoadCustomer customer, Guid booking, CancellationToken ct)
    {
        using var request = customer.Request(HttpMethod.Post, $"/api/bookings/{booking}/payments");
        return await Answer<PaymentView>.SendAsync(api, request, ct);
    }

    /// <summary>Fills in the provider's page; answers in a word.</summary>
    public async Task<string> PayAsync(PaymentView payment, CancellationToken ct)
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

    public async Task<Answer<BookingView>> FindAsync(LoadCustomer customer, Guid booking, CancellationToken ct)
    {
        using var request = customer.Request(HttpMethod.Get, $"/api/bookings/{booking}");
        return await Answer<BookingView>.SendAsync(api, request, ct);
    }

    /// <summary>Looks every half second, as the page does that waits for the payment.</summary>
    /// <returns>What became of the booking, in a word.</returns>
    public async Task<string> EndAsync(LoadCustomer customer, Guid booking, TimeSpan patience, CancellationToken ct)
    {
        var status = "unanswered";
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < patience;)
        {
            await Task.Delay(BetweenLooks, ct);
            status = (await FindAsync(customer, booking, ct)).Body?.Status ?? status;
            if (status is not ("pendingPayment" or "confirming" or "unanswered"))
                return status;
        }

        return $"still {status}";
    }
}

sealed record BookingView(Guid Id, string Status, DateTimeOffset ExpiresAt);

sealed record PaymentView(string CheckoutUrl);
