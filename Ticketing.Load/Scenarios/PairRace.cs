using System.Diagnostics;
using System.Globalization;
using Ticketing.Core.Seats;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Buyers who all want two seats side by side in one hall, any two, so that what one wants overlaps with what others want. Each
/// strikes out what a refusal tells is taken and tries another pair, until a pair is held or the map shows none that can be had.
/// </summary>
sealed class PairRace(SeatHoldsClient seatHolds, long showing, int seats)
{
    /// <summary>Looks at the map after which a buyer believes that the pairs it shows cannot be had.</summary>
    const int MostLooks = 5;

    int requests;

    public async Task<RaceResult> RunAsync(IReadOnlyList<LoadCustomer> buyers, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var held = await Task.WhenAll(buyers.Select(buyer => BuyAsync(buyer, ct)));
        var settled = Stopwatch.GetElapsedTime(started);
        HoldAnswer[] holds = [.. held.OfType<HoldAnswer>()];
        var newest = holds.Max(hold => SeatVersion.Parse(hold.Version!, CultureInfo.InvariantCulture));
        return new RaceResult(settled, holds, requests, await seatHolds.StatesAsync(showing, newest.ToString(), ct));
    }

    async Task<HoldAnswer?> BuyAsync(LoadCustomer buyer, CancellationToken ct)
    {
        await Task.Yield();
        var pairs = Showings.FreePairs(new string('a', seats));
        for (var looks = 0; looks < MostLooks; looks++)
        {
            while (pairs.Count > 0)
            {
                var left = pairs[Random.Shared.Next(pairs.Count)];
                Interlocked.Increment(ref requests);
                var answer = await seatHolds.HoldAsync(buyer, showing, [left, left + 1], ct);
                if (answer.IsHeld)
                    return answer;
                pairs.Remove(left);
                if (answer.Code == "seat_taken")
                    pairs.RemoveAll(pair => answer.Seats.Contains(pair) || answer.Seats.Contains(pair + 1));
                else if (answer.Code != "orphan_seat")
                    throw new InvalidOperationException($"A buyer was answered {answer.Word}.");
            }

            pairs = Showings.FreePairs(await seatHolds.StatesAsync(showing, min: null, ct));
        }

        return null;
    }
}

/// <param name="Settled">Until the last buyer had a pair, or had given up.</param>
/// <param name="States">Of the seats afterwards.</param>
sealed record RaceResult(TimeSpan Settled, IReadOnlyList<HoldAnswer> Held, int Requests, string States)
{
    public int SeatsHeld => States.Count(state => state == 'h');

    /// <summary>Seats given to more than one buyer, and holds that are not of two seats: there must be none.</summary>
    public IReadOnlyList<string> Wrongs =>
    [
        .. Held.SelectMany(hold => hold.Seats).GroupBy(seat => seat).Where(seat => seat.Count() > 1).Select(seat => $"seat {seat.Key} was given to {seat.Count()} buyers"),
        .. Held.Where(hold => hold.Seats.Length != 2).Select(hold => $"hold {hold.HoldId} is of {hold.Seats.Length} seats"),
        .. Held.Count * 2 == SeatsHeld ? Array.Empty<string>() : [$"{Held.Count} buyers were given two seats each, the map has {SeatsHeld} held"],
    ];
}
