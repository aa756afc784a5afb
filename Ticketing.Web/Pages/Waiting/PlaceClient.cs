using System.Globalization;
using Ticketing.Core.Requests;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages.Waiting;

/// <summary>The place in a waiting room of the customer whose page is being made, at seat-holds; scripts ask there themselves.</summary>
sealed class PlaceClient(HttpClient http, ILogger<PlaceClient> logger)
{
    const string Header = "Waiting-Room-Place";

    /// <summary>Takes a place, or finds the one that the customer has.</summary>
    public Task<ApiAnswer<PlaceAnswer>> JoinAsync(long roomId, CancellationToken ct) =>
        http.PostAsync<PlaceAnswer>(string.Create(CultureInfo.InvariantCulture, $"/api/waiting-rooms/{roomId}/places"), new { }, logger, ct);

    public Task<ApiAnswer<PlaceAnswer>> AskAsync(long roomId, OpaqueToken place, CancellationToken ct) =>
        AskAsync<PlaceAnswer>(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/live/waiting-rooms/{roomId}/place"), place, ct);

    /// <summary>Takes the pass, once it is the customer's turn.</summary>
    public Task<ApiAnswer<PassAnswer>> ClaimAsync(long roomId, OpaqueToken place, CancellationToken ct) =>
        AskAsync<PassAnswer>(HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"/api/waiting-rooms/{roomId}/pass"), place, ct);

    Task<ApiAnswer<T>> AskAsync<T>(HttpMethod method, string path, OpaqueToken place, CancellationToken ct) where T : class
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add(Header, place.ToString());
        return http.AskAsync<T>(request, logger, ct);
    }
}

/// <param name="State"><c>early</c>, <c>waiting</c>, <c>admitted</c>, <c>lapsed</c> or <c>closed</c>.</param>
/// <param name="PollAfterSeconds">When to ask again.</param>
/// <param name="Token">Where the place was taken.</param>
sealed record PlaceAnswer(string State, long Place, long Ahead, int? EstimatedSeconds, double PollAfterSeconds, string? Token = null);

sealed record PassAnswer(string Pass, DateTimeOffset ExpiresAt);
