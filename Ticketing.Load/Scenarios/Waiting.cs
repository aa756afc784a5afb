using System.CommandLine;
using System.Diagnostics;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>People in a waiting room who ask how it stands, as often as they were told to.</summary>
sealed class Waiting : IScenario
{
    static readonly Option<int> People = Options.Number("--waiting", 10_000, "People who join");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 30, "How long they ask");
    static readonly Option<int> Cap = Options.Number("--cap", Visitors.Cap, "People inside at a time");
    static readonly Option<int> Rate = Options.Number("--rate", Visitors.RatePerSecond, "People let in a second");

    public Command Command { get; } = new("waiting", "status polls of a waiting room at the rate that its hints make") { People, Seconds, Cap, Rate };
    public StackSettings Settings => Visitors.Settings;

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var (people, duration) = (run.Options.GetValue(People), run.Options.GetTime(Seconds));
        run.Report.Heading($"{people:N0} people wait");
        var joining = Stopwatch.GetTimestamp();
        var crowd = await Crowd.GatherAsync(run, people, run.Options.GetValue(Cap), run.Options.GetValue(Rate), ct);
        run.Report.Text($"They joined at {people / Stopwatch.GetElapsedTime(joining).TotalSeconds:N0} a second.");
        run.Report.Latencies("Polls", await Visitors.DuringAsync(run, crowd, () => PollAsync(run, crowd, duration, ct), ct));
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
                measurements.Sent();
                var answer = await rooms.AskAsync(crowd.Room, token, ct);
                measurements.Answered(answer.Body?.State ?? answer.Word, Stopwatch.GetElapsedTime(started) - due);
                due = Stopwatch.GetElapsedTime(started) + TimeSpan.FromSeconds(answer.Body?.PollAfterSeconds ?? 1);
            }
        }
    }
}
