using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Driving;

/// <summary>Waiting rooms as staff and customers' browsers use them.</summary>
sealed class WaitingRoomClient(HttpClient seatHolds)
{
    public const string PlaceHeader = "Waiting-Room-Place";

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>The room's id.</returns>
    public static async Task<long> OpenAsync(
        HttpClient api, LoadCustomer staff, long showing, int cap, double ratePerSecond, DateTimeOffset opensAt, CancellationToken ct)
    {
        using var request = staff.Request(HttpMethod.Put, $"/api/staff/waiting-rooms/showing/{showing}");
        request.Content = JsonContent.Create(new { mode = "on", cap, ratePerSecond, opensAt });
        using var response = await api.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"The waiting room did not open: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
        return (await response.Content.ReadFromJsonAsync<OpenedRoom>(ct))!.Id;
    }

    /// <summary>The room before a showing; null if there is none.</summary>
    public async Task<long?> FindAsync(long showing, CancellationToken ct) => (await BeforeAsync(showing, ct))?.Id;

    /// <summary>Returns when seat-holds has learnt of the room before a showing, which takes a second or two.</summary>
    /// <exception cref="TimeoutException">It does not learn of it.</exception>
    public Task StandsAsync(long showing, CancellationToken ct) => BecomesAsync(showing, room => room is not null, "no room", ct);

    /// <summary>Returns when the lots of the room before a showing are drawn.</summary>
    /// <exception cref="TimeoutException">They are not.</exception>
    public Task OpensAsync(long showing, CancellationToken ct) => BecomesAsync(showing, room => room is { Open: true }, "no open room", ct);

    async Task<Room?> BeforeAsync(long showing, CancellationToken ct) =>
        (await seatHolds.GetFromJsonAsync<RoomBefore>($"/live/waiting-rooms?showing={showing}", ct))!.Room;

    async Task BecomesAsync(long showing, Predicate<Room?> isSo, string otherwise, CancellationToken ct)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !isSo(await BeforeAsync(showing, ct)); await Task.Delay(50, ct))
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
                throw new TimeoutException($"Seat-holds knows of {otherwise} before showing {showing} after {Patience.TotalSeconds} s.");
        }
    }

    public async Task<Answer<Place>> JoinAsync(LoadCustomer customer, long room, CancellationToken ct)
    {
        using var request = customer.Request(HttpMethod.Post, $"/api/waiting-rooms/{room}/places");
        request.Content = JsonContent.Create(new { });
        return await Answer<Place>.SendAsync(seatHolds, request, ct);
    }

    public async Task<Answer<Place>> AskAsync(long room, string token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/waiting-rooms/{room}/place") { Headers = { { PlaceHeader, token } } };
        return await Answer<Place>.SendAsync(seatHolds, request, ct);
    }

    public async Task<Answer<Pass>> TakePassAsync(LoadCustomer customer, long room, string token, CancellationToken ct)
    {
        using var request = customer.Request(HttpMethod.Post, $"/api/waiting-rooms/{room}/pass");
        request.Headers.Add(PlaceHeader, token);
        return await Answer<Pass>.SendAsync(seatHolds, request, ct);
    }

    sealed record OpenedRoom(long Id);

    sealed record RoomBefore(Room? Room);

    sealed record Room(long Id, bool Open);
}

/// <param name="Token">Given on joining only.</param>
/// <param name="State">early, waiting, admitted, lapsed or closed.</param>
/// <param name="Number">Position in the order, from 1; 0 while unknown.</param>
sealed record Place(
    string? Token, string State, [property: JsonPropertyName("place")] long Number, long Ahead, int? EstimatedSeconds, double PollAfterSeconds);

sealed record Pass([property: JsonPropertyName("pass")] string Text);
