using System.CommandLine;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.OpeningNight;

/// <summary>The first minutes of a big film's sale, from the waiting room to the ticket.</summary>
sealed class Opening : IScenario
{
    /// <summary>So long before the opening the early ones come.</summary>
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(5);

    static readonly string[] Limits = ["RateLimits__Burst", "RateLimits__PerSecond"];

    static readonly Option<double> Scale = Options.Factor("--scale", 0.05, "How many come; 1 is a whole country");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 60, "How long they come after the opening");
    static readonly Option<int> Showings = Options.Number("--showings", 4, "Showings of the film");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of each", least: 2);
    static readonly Option<int> Early = Options.Number("--early", 100, "People who are there before the opening", least: 0);
    static readonly Option<int> Reloaders = Options.Number("--reloaders", 50, "People who reload all the time and never buy", least: 0);
    static readonly Option<int> Bots = Options.Number("--bots", 10, "Programs that take no hint and try without a pass", least: 0);
    static readonly Option<int> Cap = Options.Number("--cap", 300, "People inside at a time, in all waiting rooms");
    static readonly Option<int> Rate = Options.Number("--rate", 20, "People let in a second, by all waiting rooms");

    public Command Command { get; } = new("opening-night", "a big film's opening: waiting room, map, hold, payment, ticket; with reloaders and bots")
    {
        Scale, Seconds, Showings, Seats, Early, Reloaders, Bots, Cap, Rate,
    };

    /// <summary>Every customer is somebody else here, so the limits per customer are those that are delivered.</summary>
    public StackSettings Settings => StackSettings.ForLoad.Without(Limits);

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var options = run.Options;
        var curve = new OpeningCurve(options.GetValue(Scale));
        var (duration, showings, seats) = (options.GetTime(Seconds), options.GetValue(Showings), options.GetValue(Seats));
        var (early, reloaders, bots) = (options.GetValue(Early), options.GetValue(Reloaders), options.GetValue(Bots));
        var (cap, rate) = (options.GetValue(Cap), options.GetValue(Rate));

        run.Report.Heading(
            $"Opening: {showings} showings of {seats} seats; {early} people early, then {curve.Highest:F0} a second at first and {curve.PerSecond(duration):F0} in the end; {reloaders} reloaders, {bots} bots; {rate} a second are let in, {cap} at a time");
        var night = await OpenAsync(run, showings, seats, cap, rate, ct);
        var measurements = new Measurements();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] unwanted =
        [
            .. Enumerable.Range(0, reloaders).Select(n => ReloadersAndBots.ReloadAsync(night, n, over.Token)),
            .. Enumerable.Range(0, bots).Select(n => ReloadersAndBots.BotAsync(night, n, over.Token)),
        ];
        await using (new ProgressLine(second => $"opening {second,4} s   came {measurements.SentCount,6:N0}   bought {run.Confirmed.Count,6:N0}   done {measurements.AnsweredCount,6:N0}"))
            await OpenLoop.RunAsync(Crowd(early, curve, duration), (n, token) => new Buyer(night, n).BuyAsync(token), measurements, ct);
        await over.CancelAsync();
        await Task.WhenAll(unwanted);
        run.Report.Latencies("How it ended for those who came, and how long it took them", measurements);
        run.Report.Latencies("Steps, by how they ended", night.Steps);
        run.Report.Figures.Add("opening_night_bought", run.Confirmed.Count);
        run.Report.Figures.Add("opening_night_came", measurements.SentCount);
    }

    static IEnumerable<TimeSpan> Crowd(int early, OpeningCurve curve, TimeSpan duration) =>
        Enumerable.Repeat(TimeSpan.Zero, early).Concat(Arrivals.Poisson(since => curve.PerSecond(since - Lead), curve.Highest, duration + Lead, new Random(1)).Where(due => due >= Lead));

    static async Task<Night> OpenAsync(LoadRun run, int showings, int seats, int cap, int rate, CancellationToken ct)
    {
        var ids = await run.Stack.Showings.AddAsync(showings, seats, ct);
        run.Showings.AddRange(ids);
        using var api = run.Stack.Client("api");
        var opensAt = TimeProvider.System.GetUtcNow() + Lead + TimeSpan.FromSeconds(2);
        var staff = await run.Stack.StaffAsync(ct);
        foreach (var showing in ids)
            run.Rooms.Add(await WaitingRoomClient.OpenAsync(api, staff, showing, Math.Max(1, cap / showings), Math.Max(1, rate / showings), opensAt, ct));
        var night = new Night(run, ids, seats);
        await night.Rooms.StandsAsync(ids[^1], ct);
        return night;
    }
}

/// <summary>
/// How people came when the sale of one film opened on 24 April 2019: 140,000 bookings in the first 90 minutes and 483,616 in 14
/// hours, in the whole country. Both lie on a curve that falls with time^-0.445, which is cut off in its first seconds.
/// </summary>
/// <param name="scale">1 is the country.</param>
sealed class OpeningCurve(double scale)
{
    const double Exponent = 0.555;
    const double Bookings = 140_000;

    static readonly TimeSpan Measured = TimeSpan.FromMinutes(90);
    static readonly TimeSpan Steepest = TimeSpan.FromSeconds(5);

    public double Highest => PerSecond(Steepest);

    /// <param name="since">Since the opening.</param>
    public double PerSecond(TimeSpan since) =>
        scale * Bookings * Exponent / Measured.TotalSeconds * Math.Pow(Math.Max(since.TotalSeconds, Steepest.TotalSeconds) / Measured.TotalSeconds, Exponent - 1);
}
