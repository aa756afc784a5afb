using System.Net.Sockets;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.OpeningNight;

/// <summary>Somebody who wants two seats: waits, looks, picks, pays.</summary>
sealed class Buyer(Night night, int number)
{
    const int MostTries = 12;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly LoadCustomer customer = night.NewCustomer();
    readonly long showing = night.Choose(number);

    /// <returns>How it ended, in a word.</returns>
    public async Task<string> BuyAsync(CancellationToken ct)
    {
        string? pass = null;
        if (await night.Steps.StepAsync("room", () => night.Rooms.FindAsync(showing, ct), room => room is null ? "none" : "room") is { } room
            && (pass = await WaitAsync(room, ct)) is null)
            return "gave up waiting";

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var stream = WatchAsync(watching.Token);
        try
        {
            return await ChooseAsync(pass, ct) is { IsHeld: true } hold ? await night.Run.BuyAsync(customer, showing, hold, night.Steps, ct) : "found no seats";
        }
        finally
        {
            await watching.CancelAsync();
            await stream;
        }
    }

    /// <returns>The pass; null if patience ended first.</returns>
    async Task<string?> WaitAsync(long room, CancellationToken ct)
    {
        var joined = await night.Steps.StepAsync("join", () => night.Rooms.JoinAsync(customer, room, ct));
        for (var since = TimeProvider.System.GetTimestamp(); joined.Body?.Token is { } token && TimeProvider.System.GetElapsedTime(since) < Patience;)
        {
            var place = (await night.Steps.StepAsync("poll", () => night.Rooms.AskAsync(room, token, ct))).Body;
            if (place?.State == "closed")
                return "";
            if (place?.State == "admitted"
                && (await night.Steps.StepAsync("pass", () => night.Rooms.TakePassAsync(customer, room, token, ct))).Body is { } pass)
                return pass.Text;
            await Task.Delay(TimeSpan.FromSeconds(place?.PollAfterSeconds ?? 1), ct);
        }

        return null;
    }

    async Task<HoldAnswer?> ChooseAsync(string? pass, CancellationToken ct)
    {
        await night.Steps.StepAsync("layout", () => GetAsync("layout", ct), status => status);
        var random = new Random(number);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var states = await night.Steps.StepAsync("seats", () => night.Holds.StatesAsync(showing, min: null, ct), _ => "200");
            object wanted = new { bestAvailable = new { count = 2 } };
            if (number % 2 == 0)
            {
                var pairs = Showings.FreePairs(states);
                if (pairs.Count == 0)
                    return null;
                var left = pairs[random.Next(pairs.Count)];
                wanted = new { seats = (int[])[left, left + 1] };
            }

            var answer = await night.Steps.StepAsync("hold", () => night.Holds.HoldAsync(customer, showing, wanted, ct, pass), answer => answer.Word);
            if (answer.IsHeld)
                return answer;
            if (answer.Code is "not_enough_seats" or "no_seats_together" or "waiting_room_required")
                return null;
        }

        return null;
    }

    /// <summary>The map that is open beside it, and follows the seats until the page is left.</summary>
    Task<string> WatchAsync(CancellationToken left) => night.Steps.StepAsync("stream", () => FollowAsync(left), ended => ended);

    async Task<string> FollowAsync(CancellationToken left)
    {
        using var stream = new EventStream(night.StreamServer, $"/live/showings/{showing}/stream");
        var picture = new SeatPicture(draws: false);
        try
        {
            await stream.ConnectAsync(left);
            await stream.ReadAsync((name, version, data) => picture.Take(name, version, data), left);
            return "closed";
        }
        catch (OperationCanceledException)
        {
            return $"left, after {(picture.Snapshots == 0 ? "nothing" : "seats")}";
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return e.Message;
        }
    }

    async Task<string> GetAsync(string what, CancellationToken ct)
    {
        using var response = await night.SeatHolds.GetAsync($"/live/showings/{showing}/{what}", ct);
        return $"{(int)response.StatusCode}";
    }
}
