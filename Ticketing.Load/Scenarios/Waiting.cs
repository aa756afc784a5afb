using System.Diagnostics;
using System.Globalization;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>People in a waiting room who ask how it stands, as often as they were told to.</summary>
sealed class Waiting : IScenario
{
    public string Name => "waiting";
    public string Summary => "status polls of a waiting room at the rate that its hints make";
    public string Usage => $"--waiting 10000 --seconds 30 --cap {Visitors.Cap} --rate {Visitors.RatePerSecond}";
    public StackSettings Settings => Visitors.Settings;

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (people, duration) = (run.Options.Number("waiting", 10_000), run.Options.Seconds("seconds", 30));
        var (cap, rate) = (run.Options.Number("cap", Visitors.Cap), run.Options.Number("rate", Visitors.RatePerSecond));
        run.Options.RefuseUnknown();
        run.Report.Heading($"{people:N0} people wait");
        var joining = Stopwatch.GetTimestamp();
        var crowd = await Crowd.GatherAsync(run, people, cap, rate, ct);
        run.Report.Text(string.Create(CultureInfo.InvariantCulture, $"They joined at {people / Stopwatch.GetElapsedTime(joining).TotalSeconds:N0} a second."));
        RateTable.Report(run.Report, "Polls", await Visitors.DuringAsync(run, crowd, () => PollAsync(run, crowd, duration, ct), ct));
    }

    /// <summary>Everybody asks when the last answer told them to: the rate is the hints', not the answers'.</summary>
    static async Task<Measurements> PollAsync(LoadRun run, Crowd crowd, TimeSpan duration, CancellationToken ct)
    {
        using var seatHolds = run.Stack.Client("seat-holds");
        var rooms = new WaitingRoomClient(seatHolds);
        var measurements = new Measurements();
        var started = Stopwatch.GetTimestamp();
        await using (new ProgressLine("polls", measurements))
            await Task.WhenAll(crowd.Tokens.Select((token, n) => PersonAsync(token, TimeSpan.FromSeconds(9.0 * n / crowd.Tokens.Count))));
        return measurements;

        async Task PersonAsync(string token, TimeSpan due)
        {
            while (due < duration)
            {
                if (due - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                    await Task.Delay(early, ct);
                measurements.Sent(due);
                var answer = await rooms.AskAsync(crowd.Room, token, ct);
                measurements.Answered(answer.Body?.State.Word() ?? answer.Word, due, Stopwatch.GetElapsedTime(started) - due);
                due = Stopwatch.GetElapsedTime(started) + TimeSpan.FromSeconds(answer.Body?.PollAfterSeconds ?? 1);
            }
        }
    }
}
