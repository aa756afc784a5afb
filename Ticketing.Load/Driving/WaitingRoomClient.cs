using System.Net.Http.Headers;
using System.Net.Http.Json;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Driving;

/// <summary>Waiting rooms as staff and customers' browsers use them.</summary>
sealed class WaitingRoomClient(HttpClient seatHolds)
{
    public const string PlaceHeader = "Waiting-Room-Place";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="scope"><c>showing</c> or <c>film</c>.</param>
    /// <returns>The room's id.</returns>
    public static async Task<long> OpenAsync(
        HttpClient api, LoadCustomer staff, string scope, string id, int cap, double ratePerSecond, DateTimeOffset? opensAt, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/staff/waiting-rooms/{scope}/{id}")
        {
            Content = JsonContent.Create(new WaitingRoomRequest(WaitingRoomMode.On, cap, ratePerSecond, opensAt), options: ContractJson.Options),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", staff.Token) },
        };
        using var response = await api.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The waiting room did not open: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
        return (await response.Content.ReadFromJsonAsync<WaitingRoomResponse>(ContractJson.Options, ct))!.Id;
    }

    /// <summary>The room before a showing; null if there is none.</summary>
    public async Task<long?> FindAsync(long showing, CancellationToken ct) => (await BeforeAsync(showing, ct))?.Id;

    /// <summary>Returns when seat-holds has learnt of the room before a showing, which takes a second or two.</summary>
    /// <exception cref="TimeoutException">It does not learn of it.</exception>
    public Task StandsAsync(long showing, CancellationToken ct) => BecomesAsync(showing, room => room is not null, "no room", ct);

    /// <summary>Returns when the lots of the room before a showing are drawn.</summary>
    /// <exception cref="TimeoutException">They are not.</exception>
    public Task OpensAsync(long showing, CancellationToken ct) => BecomesAsync(showing, room => room is { Open: true }, "no open room", ct);

    async Task<RoomResponse?> BeforeAsync(long showing, CancellationToken ct) =>
        (await seatHolds.GetFromJsonAsync<RoomBeforeShowingResponse>($"/live/waiting-rooms?showing={showing}", ct))!.Room;

    async Task BecomesAsync(long showing, Predicate<RoomResponse?> isSo, string otherwise, CancellationToken ct)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !isSo(await BeforeAsync(showing, ct)); await Task.Delay(50, ct))
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"Seat-holds knows of {otherwise} before showing {showing} after {Patience.TotalSeconds} s.");
        }
    }

    public async Task<Answer<PlaceResponse>> JoinAsync(LoadCustomer customer, long room, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Post, $"/api/waiting-rooms/{room}/places", customer);
        request.Content = JsonContent.Create(new { });
        return await SendAsync<PlaceResponse>(request, ct);
    }

    public async Task<Answer<PlaceResponse>> AskAsync(long room, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/waiting-rooms/{room}/place") { Headers = { { PlaceHeader, token } } };
        return await SendAsync<PlaceResponse>(request, ct);
    }

    public async Task<Answer<PassResponse>> TakePassAsync(LoadCustomer customer, long room, string token, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Post, $"/api/waiting-rooms/{room}/pass", customer);
        request.Headers.Add(PlaceHeader, token);
        return await SendAsync<PassResponse>(request, ct);
    }

    async Task<Answer<T>> SendAsync<T>(HttpRequestMessage request, CancellationToken ct)
        where T : class
    {
        using var response = await seatHolds.SendAsync(request, ct);
        return await Answer<T>.ReadAsync(response, ct);
    }

    static HttpRequestMessage Authorized(HttpMethod method, string path, LoadCustomer customer) =>
        new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", customer.Token) } };
}
