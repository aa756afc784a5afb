using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Ticketing.AppHost.Commands;

/// <summary>Sells what is left of a hall in the way that customers buy: guests who hold seats, book them and pay.</summary>
sealed class HallSale(IHttpClientFactory clients, Uri api, Uri seatHolds)
{
    const string GoodCard = "4242 4242 4242 4242";

    static readonly string[] NoneLeft = ["not_enough_seats", "no_seats_together"];

    /// <summary>What guests ask for, the many first; whoever needs a wheelchair space is last.</summary>
    static readonly object[] Parties =
    [
        .. new[] { 8, 4, 2, 1 }.Select(count => new { bestAvailable = new { count } }),
        new { bestAvailable = new { count = 1, wheelchairs = 1 } },
    ];

    /// <returns>How many seats were sold.</returns>
    /// <exception cref="HttpRequestException">Something was refused, for another reason than that there are no such seats any more.</exception>
    public async Task<int> SellAsync(long showingId, CancellationToken ct)
    {
        var sold = 0;
        foreach (var party in Parties)
        {
            for (int seats; (seats = await SellAsync(showingId, party, ct)) > 0;)
                sold += seats;
        }

        return sold;
    }

    async Task<int> SellAsync(long showingId, object party, CancellationToken ct)
    {
        using var guest = clients.CreateClient();
        // A household of its own: a network may not have a whole hall.
        guest.DefaultRequestHeaders.Add("X-Forwarded-For", $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x10000):x}::1");
        var customer = await PostAsync(new Uri(api, "/api/customers"), null);
        guest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", customer.GetProperty("token").GetString());

        var hold = await PostAsync(new Uri(seatHolds, $"/api/showings/{showingId}/holds"), party, NoneLeft);
        if (hold.TryGetProperty("code", out _))
            return 0;

        var seats = hold.GetProperty("seats").EnumerateArray().Select(seat => seat.GetInt32()).ToList();
        var booking = await PostAsync(new Uri(api, "/api/bookings"), new
        {
            showingId,
            holdId = hold.GetProperty("holdId").GetString(),
            email = $"guest-{Guid.NewGuid():N}@customers.example",
            language = "en",
            seats = seats.Select(index => new { index, concession = "adult" }),
        });
        var payment = await PostAsync(new Uri(api, $"/api/bookings/{booking.GetProperty("id").GetString()}/payments"), null);
        using var card = new FormUrlEncodedContent([KeyValuePair.Create("cardNumber", GoodCard)]);
        var checkout = new Uri(payment.GetProperty("checkoutUrl").GetString()!);
        using var paid = await guest.PostAsync(checkout, card, ct);
        // Whoever has paid is sent back to the site.
        if (paid.RequestMessage!.RequestUri!.Authority == checkout.Authority)
            throw new HttpRequestException($"{checkout.AbsolutePath}: {(int)paid.StatusCode}, not paid.");

        return seats.Count;

        async Task<JsonElement> PostAsync(Uri address, object? body, params string[] otherwise)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
            using var answer = await guest.SendAsync(request, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            if (!answer.IsSuccessStatusCode && !otherwise.Any(code => text.Contains($"\"{code}\"", StringComparison.Ordinal)))
                throw new HttpRequestException($"{address.AbsolutePath}: {(int)answer.StatusCode} {text}");

            return JsonSerializer.Deserialize<JsonElement>(text);
        }
    }
}
