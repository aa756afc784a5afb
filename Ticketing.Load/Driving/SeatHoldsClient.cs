using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Driving;

/// <summary>The hold endpoints as a customer's browser uses them.</summary>
sealed class SeatHoldsClient(HttpClient http)
{
    /// <param name="key">By which a repeated request is known; a new one if there is none.</param>
    /// <param name="address">Where the customer is, if not on this machine.</param>
    public async Task<HoldAnswer> HoldAsync(
        LoadCustomer customer, long showing, object wanted, CancellationToken ct, string? pass = null, string? key = null, string? address = null)
    {
        using var request = customer.Request(HttpMethod.Post, $"/api/showings/{showing}/holds");
        request.Content = JsonContent.Create(wanted);
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString("N"));
        if (pass is not null)
            request.Headers.Add("Waiting-Room-Pass", pass);
        if (address is not null)
            request.Headers.Add("X-Forwarded-For", address);
        using var response = await http.SendAsync(request, ct);
        return await HoldAnswer.ReadAsync(response, ct);
    }

    public Task<HoldAnswer> HoldAsync(LoadCustomer customer, long showing, int[] seats, CancellationToken ct) =>
        HoldAsync(customer, showing, new { seats }, ct);

    public async Task<string> ReleaseAsync(LoadCustomer customer, long showing, string hold, CancellationToken ct)
    {
        using var request = customer.Request(HttpMethod.Delete, $"/api/showings/{showing}/holds/{hold}");
        using var response = await http.SendAsync(request, ct);
        return $"{(int)response.StatusCode}";
    }

    public async Task<string> StatesAsync(long showing, string? min, CancellationToken ct) =>
        (await http.GetFromJsonAsync<SeatStatesView>($"/live/showings/{showing}/seats{(min is null ? "" : $"?min={min}")}", ct))!.States;

    /// <summary>Looks at each showing once, which loads it into Redis.</summary>
    public async Task LoadAsync(IEnumerable<long> showings, CancellationToken ct) =>
        await Parallel.ForEachAsync(showings, AtOnce(ct), async (showing, token) => await StatesAsync(showing, min: null, token));

    public async Task<long> HeldSeatsAsync(IEnumerable<long> showings, CancellationToken ct)
    {
        // Longer than any snapshot is believed.
        await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
        var held = 0L;
        await Parallel.ForEachAsync(showings, AtOnce(ct), async (showing, token) =>
            Interlocked.Add(ref held, (await StatesAsync(showing, min: null, token)).Count(state => state == 'h')));
        return held;
    }

    static ParallelOptions AtOnce(CancellationToken ct) => new() { MaxDegreeOfParallelism = 16, CancellationToken = ct };

    sealed record SeatStatesView(string States);
}

/// <param name="Code">Of the refusal, null when held.</param>
/// <param name="Seats">Those held, or those that stand in the way.</param>
sealed record HoldAnswer(HttpStatusCode Status, string? Code, string? HoldId, int[] Seats, string? Version)
{
    /// <summary>What is to be worked on first, if the answer is <c>challenge_required</c>.</summary>
    public Challenge? Challenge { get; private init; }

    public bool IsHeld => Status == HttpStatusCode.Created;

    /// <summary>In a word, for counting.</summary>
    public string Word => IsHeld ? "201" : $"{(int)Status} {Code}".TrimEnd();

    public static async Task<HoldAnswer> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength == 0)
            return new HoldAnswer(response.StatusCode, null, null, [], null);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        return new HoldAnswer(response.StatusCode, Text(body, "code"), Text(body, "holdId"), SeatsOf(body), Text(body, "version"))
        {
            Challenge = Text(body, "challenge") is { } text ? new Challenge(text, body.GetProperty("bits").GetInt32()) : null,
        };
    }

    static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;

    static int[] SeatsOf(JsonElement body) =>
        body.TryGetProperty("seats", out var seats) && seats.ValueKind == JsonValueKind.Array ? [.. seats.EnumerateArray().Select(seat => seat.GetInt32())] : [];
}
