using System.Net;
using System.Net.Http.Json;

namespace Ticketing.Load.Driving;

/// <summary>What came back: a body, or the code of a refusal.</summary>
sealed record Answer<T>(HttpStatusCode Status, string? Code, T? Body)
    where T : class
{
    /// <summary>In a word, for counting.</summary>
    public string Word => Body is null ? $"{(int)Status} {Code}".TrimEnd() : $"{(int)Status}";

    public static async Task<Answer<T>> SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken ct)
    {
        using var response = await http.SendAsync(request, ct);
        return await ReadAsync(response, ct);
    }

    static async Task<Answer<T>> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.IsSuccessStatusCode)
            return new Answer<T>(response.StatusCode, null, await response.Content.ReadFromJsonAsync<T>(ct));

        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json" ? await response.Content.ReadFromJsonAsync<Refusal>(ct) : null;
        return new Answer<T>(response.StatusCode, problem?.Code, null);
    }

    sealed record Refusal(string? Code);
}
