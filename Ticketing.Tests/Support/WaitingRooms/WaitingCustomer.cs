using System.Net.Http.Json;
using Ticketing.Core.Requests;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.Support.WaitingRooms;

/// <summary>A customer who uses the waiting room's HTTP interface as the web app does.</summary>
sealed class WaitingCustomer(HttpClient http, Guid id)
{
    public Guid Id => id;

    public string? Token { get; private set; }
    public string? Pass { get; private set; }

    /// <param name="answer">A challenge's.</param>
    public async Task<HttpResponseMessage> TryJoinAsync(long roomId, string? answer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/waiting-rooms/{roomId}/places");
        if (answer is not null)
            request.Content = JsonContent.Create(new { challengeAnswer = answer });
        return await SendAsync(request);
    }

    public async Task<PlaceView> JoinsAsync(long roomId)
    {
        var place = await CustomerClient.ReadAsync<PlaceView>(await CustomerClient.PatientlyAsync(() => TryJoinAsync(roomId)));
        Token = place.Token;
        return place;
    }

    public async Task<HttpResponseMessage> TryAskAsync(long roomId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/waiting-rooms/{roomId}/place");
        return await SendAsync(request);
    }

    public async Task<PlaceView> AsksAsync(long roomId) => await CustomerClient.ReadAsync<PlaceView>(await TryAskAsync(roomId));

    public Task<PlaceView> BecomesAsync(long roomId, string state, TimeSpan? within = null) =>
        Eventually.BecomesAsync(() => AsksAsync(roomId), place => place.State == state, within);

    public async Task<HttpResponseMessage> TryClaimAsync(long roomId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/waiting-rooms/{roomId}/pass");
        return await SendAsync(request);
    }

    public async Task<PassView> ClaimsAsync(long roomId)
    {
        var pass = await CustomerClient.ReadAsync<PassView>(await CustomerClient.PatientlyAsync(() => TryClaimAsync(roomId)));
        Pass = pass.Pass;
        return pass;
    }

    public Task<HttpResponseMessage> TryHoldAsync(long showingId, params int[] seats) => TryHoldAsync(showingId, key: null, answer: null, seats);

    /// <param name="answer">A challenge's.</param>
    public async Task<HttpResponseMessage> TryHoldAsync(long showingId, string? key, string? answer, params int[] seats)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/showings/{showingId}/holds")
        {
            Content = JsonContent.Create(new { seats, challengeAnswer = answer }),
        };
        if (key is not null)
            request.Headers.Add(RequestKey.Header, key);
        return await SendAsync(request);
    }

    public async Task ReleasesAsync(long showingId, string holdId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/showings/{showingId}/holds/{holdId}");
        using var response = await SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public void Forget() => Token = null;

    public void Takes(string? token = null, string? pass = null) => (Token, Pass) = (token ?? Token, pass ?? Pass);

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Token is not null)
            request.Headers.Add(PlaceEndpoints.TokenHeader, Token);
        if (Pass is not null)
            request.Headers.Add(Core.WaitingRooms.WaitingRoomPass.Header, Pass);
        return await http.SendAsync(request);
    }
}

sealed record PlaceView(string? Token, string State, long Place, long Ahead, int? EstimatedSeconds, double PollAfterSeconds, DateTimeOffset? OpensAt);

sealed record PassView(string Pass, DateTimeOffset ExpiresAt);
