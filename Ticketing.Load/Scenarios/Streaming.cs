using System.CommandLine;
using System.Diagnostics;
using System.Net;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>Many browsers that watch one hall while its seats change: does everything reach everybody, how late, at what cost?</summary>
sealed class Streaming : IScenario
{
    static readonly Option<int> Clients = Options.Number("--clients", 5000, "Browsers that watch");
    static readonly Option<int> Changes = Options.Number("--changes", 100, "Holds and releases a second");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 6, "How long a round lasts");
    static readonly Option<int> Rounds = Options.Number("--rounds", 5, "Rounds that are counted");
    static readonly Option<int> Seats = Options.Number("--seats", 300, "Seats of the hall", least: 2);

    public Command Command { get; } = new("stream", "clients of the live stream of one hall, and its cost") { Clients, Changes, Seconds, Rounds, Seats };

    public Task RunAsync(LoadRun run, CancellationToken ct) => MeasureAsync(
        run, run.Options.GetValue(Clients), run.Options.GetValue(Changes), run.Options.GetTime(Seconds), run.Options.GetValue(Rounds), run.Options.GetValue(Seats), ct);

    public static async Task MeasureAsync(LoadRun run, int clients, int changes, TimeSpan duration, int rounds, int seats, CancellationToken ct, string figures = "stream")
    {
        run.Report.Heading($"Stream: {clients:N0} clients of one hall of {seats} seats, {changes:N0} changes a second");
        var showing = (await run.AddShowingsAsync(1, seats, ct))[0];
        await using var audience = new Audience(run.Stack.Address("seat-holds"), showing, clients);
        await audience.GatherAsync(ct);
        var comingAndGoing = new ComingAndGoing(run.Stack, showing, seats);
        var process = run.Stack.ProcessOf("seat-holds");
        var rows = new List<string[]>();
        // One more, which warms up and is not counted.
        for (var round = 0; round <= rounds; round++)
        {
            var (began, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
            var result = await audience.WatchAsync(comingAndGoing, changes, duration, ct);
            var cores = (process.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(began);
            run.Wrongs.AddRange(result.Wrongs);
            if (round == 0)
                continue;

            process.Refresh();
            run.Report.Figures.Add($"{figures}_delivered", result.Delivered);
            run.Report.Figures.Add($"{figures}_cores", cores);
            run.Report.Figures.Add($"{figures}_lag_p99_ms", result.Lag.Percentile(99).TotalMilliseconds);
            rows.Add(
            [
                $"{round}", $"{result.Delivered:F4}", $"{cores:F2}",
                Milliseconds(result.Lag.Percentile(50)), Milliseconds(result.Lag.Percentile(99)), Milliseconds(result.Lag.Largest),
                $"{process.WorkingSet64 >> 20}", $"{result.Snapshots}",
            ]);
        }

        run.Report.Table(
            "Delivered, and the cost; the lag is that of the first change in each event, from when it was due to be made until a client had read it",
            ["round", "delivered", "cores", "lag p50 ms", "p99 ms", "max ms", "MiB", "began anew"], rows);
    }

    static string Milliseconds(TimeSpan lag) => $"{lag.TotalMilliseconds:F0}";

    /// <summary>Clients that are connected and watch.</summary>
    sealed class Audience(Uri server, long showing, int size) : IAsyncDisposable
    {
        /// <summary>Every so many clients one keeps the seats themselves, as a browser does, and not only their version.</summary>
        const int DrawingEvery = 50;

        const int ConnectingAtOnce = 50;
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        readonly CancellationTokenSource leaving = new();
        readonly SeatPicture[] pictures = [.. Enumerable.Range(0, size).Select(n => new SeatPicture(draws: n % DrawingEvery == 0))];
        readonly List<Task> watching = [];
        volatile Clock clock = new(0, 0, 0, new Latencies());

        public async Task GatherAsync(CancellationToken ct)
        {
            foreach (var some in pictures.Chunk(ConnectingAtOnce))
            {
                watching.AddRange(some.Select(WatchAsync));
                await UntilAsync(() => some.All(picture => picture.Snapshots > 0), ct);
            }
        }

        /// <summary>Lets seats change for a while, and tells what of it reached the clients.</summary>
        public async Task<StreamResult> WatchAsync(ComingAndGoing seats, int changesPerSecond, TimeSpan duration, CancellationToken ct)
        {
            var before = pictures.Select(picture => (picture.Covered, picture.Snapshots)).ToArray();
            var lag = new Latencies();
            var first = pictures.Max(picture => picture.Sequence) + 1;
            clock = new Clock(first, changesPerSecond, Stopwatch.GetTimestamp(), lag);
            var (changes, wrongs) = await seats.RunAsync(changesPerSecond, duration, ct);
            var last = first + changes - 1;
            var arrived = await UntilAsync(() => pictures.All(picture => picture.Sequence >= last), ct, throws: false);

            var covered = pictures.Zip(before, (picture, was) => picture.Covered - was.Covered).Sum();
            var truth = await seats.StatesAsync(ct);
            var wrong = pictures.Where((_, n) => n % DrawingEvery == 0).Count(picture => !picture.States.SequenceEqual(truth.Select(state => (byte)state)));
            return new StreamResult(
                (double)covered / changes / size, lag, pictures.Zip(before, (picture, was) => picture.Snapshots - was.Snapshots).Sum(),
                [
                    .. wrongs,
                    .. wrong == 0 ? Array.Empty<string>() : [$"{wrong} clients of the stream show other seats than there are"],
                    .. arrived ? Array.Empty<string>() : [$"not every client of the stream heard of the last change within {Patience.TotalSeconds} s"],
                ]);
        }

        public async ValueTask DisposeAsync()
        {
            await leaving.CancelAsync();
            await Task.WhenAll(watching);
            leaving.Dispose();
        }

        async Task WatchAsync(SeatPicture picture)
        {
            while (!leaving.IsCancellationRequested)
            {
                using var stream = new EventStream(new IPEndPoint(IPAddress.Parse(server.Host), server.Port), $"/live/showings/{showing}/stream");
                try
                {
                    await stream.ConnectAsync(leaving.Token);
                    await stream.ReadAsync((name, version, data) => clock.Heard(picture.Take(name, version, data)), leaving.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        static async Task<bool> UntilAsync(Func<bool> condition, CancellationToken ct, bool throws = true)
        {
            for (var began = Stopwatch.GetTimestamp(); !condition();)
            {
                if (Stopwatch.GetElapsedTime(began) > Patience)
                    return throws ? throw new TimeoutException("The clients of the stream did not get their first event.") : false;
                await Task.Delay(20, ct);
            }

            return true;
        }
    }

    /// <summary>When which change was due: changes are numbered in the order in which they are due, but for neighbours that overtake each other.</summary>
    sealed record Clock(long First, int PerSecond, long Began, Latencies Lag)
    {
        public void Heard(long change)
        {
            if (First > 0 && change >= First)
                Lag.Record(Stopwatch.GetElapsedTime(Began) - TimeSpan.FromSeconds((double)(change - First) / PerSecond));
        }
    }

    /// <summary>Pairs of seats are held from the left, then released again, then held …: every change is one that is allowed.</summary>
    sealed class ComingAndGoing(LoadStack stack, long showing, int seats)
    {
        readonly SeatHoldsClient seatHolds = stack.SeatHolds;
        readonly LoadCustomer[] customers = stack.Customers.New(seats / 2);
        readonly string?[] holds = new string?[seats / 2];
        int done;

        public Task<string> StatesAsync(CancellationToken ct) => seatHolds.StatesAsync(showing, min: null, ct);

        public async Task<(int Changes, IReadOnlyList<string> Wrongs)> RunAsync(int perSecond, TimeSpan duration, CancellationToken ct)
        {
            var measurements = new Measurements();
            var first = done;
            await using (new ProgressLine("changes", measurements))
                await OpenLoop.RunAsync(Arrivals.Even(perSecond, duration), (n, token) => ChangeAsync(first + n, token), measurements, ct);
            done += (int)measurements.SentCount;
            var wrongs = measurements.ByResult.Where(result => result.Key is not ("201" or "200")).Select(result => $"a change was answered {result.Key}, {result.Value.Count} times");
            return ((int)measurements.SentCount, [.. wrongs]);
        }

        async Task<string> ChangeAsync(int n, CancellationToken ct)
        {
            var pair = n % holds.Length;
            if (n / holds.Length % 2 == 1)
                return await seatHolds.ReleaseAsync(customers[pair], showing, holds[pair]!, ct);

            var answer = await seatHolds.HoldAsync(customers[pair], showing, [pair * 2, pair * 2 + 1], ct);
            holds[pair] = answer.HoldId;
            return answer.Word;
        }
    }
}

/// <param name="Delivered">Of all changes times all clients, the share that arrived as changes.</param>
/// <param name="Snapshots">Clients that had to begin anew meanwhile.</param>
sealed record StreamResult(double Delivered, Latencies Lag, int Snapshots, IReadOnlyList<string> Wrongs);
