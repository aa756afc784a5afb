using System.Collections.Concurrent;
using System.CommandLine;
using System.Net;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios;

/// <summary>
/// Programs that hold all they can get, work for it where they have to, and never pay, against the limits as they are delivered: what share
/// of a hall do they keep from people, and do people still find seats?
/// </summary>
sealed class Scalpers : IScenario
{
    /// <summary>For these nothing is counted: what it was like before there were limits.</summary>
    const string Uncounted = "198.18";

    const string Counted = "203.0";

    /// <summary>Seats that a guest asks for, the most that one may.</summary>
    const int Greed = 8;

    static readonly TimeSpan Impatience = TimeSpan.FromMilliseconds(500);

    static readonly string[] Limits =
    [
        "RateLimits__Burst", "RateLimits__PerSecond", "Holds__MaxSeatsPerNetwork", "Holds__MaxPercentPerNetwork", "Holds__ChallengeBits",
        "Holds__UnpaidPerCustomer", "Holds__UnpaidPerNetwork",
    ];

    static readonly Option<string> Addresses = Options.Numbers("--addresses", "1,10,100", "Addresses that they come from, one raid for each number");
    static readonly Option<string> Halls = Options.Numbers("--halls", "92,300", "Seats of a hall, with raids of its own for each number");
    static readonly Option<double> Seconds = Options.Seconds("--seconds", 30, "How long a raid lasts", least: 3);
    static readonly Option<int> Guests = Options.Number("--guests", 20, "Guests at a single address; at several it is a quarter at each", least: 4);

    public Command Command { get; } = new("scalpers", "programs at 1, 10 and 100 addresses that hold what they can: what share of a hall they get") { Addresses, Halls, Seconds, Guests };

    /// <summary>Holds end after three seconds, so that a run sees them taken again and again.</summary>
    public StackSettings Settings => StackSettings.ForLoad.Without(Limits).With(("Holds__Duration", "00:00:03"), ("RateLimits__ExemptNetworks__0", $"{Uncounted}.0.0/16"));

    public async Task RunAsync(LoadRun run, CancellationToken ct)
    {
        var options = run.Options;
        var (addresses, halls) = (options.GetNumbers(Addresses), options.GetNumbers(Halls));
        var (duration, guests) = (options.GetTime(Seconds), options.GetValue(Guests));

        run.Report.Heading($"Scalpers: {duration.TotalSeconds:F0} s each, holds of 3 s; at one address {guests} guests, at more {guests / 4} each; a buyer a second");
        var rows = new List<string[]>();
        foreach (var hall in halls)
        {
            rows.Add(await RowAsync("1, not counted", new Raid(run, (await run.Stack.Showings.AddAsync(1, hall, ct))[0], hall, Uncounted), 1, guests));
            foreach (var count in addresses)
                rows.Add(await RowAsync($"{count}", new Raid(run, (await run.Stack.Showings.AddAsync(1, hall, ct))[0], hall, Counted), count, count == 1 ? guests : guests / 4));
        }

        run.Report.Table("What share of the hall scalpers keep", ["hall, addresses", "most", "mean", "mean of the last third", "refused", "paused", "worked", "buyers served"], rows);

        async Task<string[]> RowAsync(string name, Raid raid, int count, int each)
        {
            var result = await raid.RunAsync(count, each, duration, ct);
            run.Report.Figures.Add($"scalpers_mean_share_{raid.Hall}_{name.Replace(", ", "_", StringComparison.Ordinal).Replace(' ', '_')}", result.Mean);
            return
            [
                $"{raid.Hall} seats, {name}", Percent(result.Most), Percent(result.Mean), Percent(result.Late), Count("429 network_limit_reached"), Count("429 hold_paused"),
                Count("403 challenge_required"), $"{result.Served} of {result.Buyers}",
            ];

            string Count(string word) => $"{result.Answers.GetValueOrDefault(word):N0}";
        }
    }

    static string Percent(double share) => $"{share:P0}";

    /// <summary>All that comes to one showing.</summary>
    sealed class Raid(LoadRun run, long showing, int hall, string network)
    {
        readonly SeatHoldsClient holds = run.Stack.SeatHolds;
        readonly ConcurrentDictionary<string, int> answers = new(StringComparer.Ordinal);
        readonly List<double> shares = [];
        int buyers, served;

        public int Hall => hall;

        public async Task<RaidResult> RunAsync(int addresses, int guests, TimeSpan duration, CancellationToken ct)
        {
            await holds.StatesAsync(showing, min: null, ct);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            over.CancelAfter(duration);
            var scalpers = Enumerable.Range(0, addresses).SelectMany(address => Enumerable.Range(0, guests).Select(_ => ScalpAsync($"{network}.{address / 250 + 113}.{address % 250 + 1}", over.Token)));
            await Task.WhenAll([.. scalpers, WatchAsync(over.Token)]);
            ct.ThrowIfCancellationRequested();
            return new RaidResult(shares.Max(), shares.Average(), shares[(shares.Count * 2 / 3)..].Average(), buyers, served, answers);
        }

        /// <summary>A new guest whenever that may help: it costs nothing.</summary>
        async Task ScalpAsync(string address, CancellationToken over)
        {
            try
            {
                while (true)
                {
                    await TakeAsync(run.Stack.Customers.New(), address, Greed, over);
                    await Task.Delay(Impatience, over);
                }
            }
            catch (OperationCanceledException)
            {
                // The raid is over.
            }
        }

        async Task<HoldAnswer> TakeAsync(LoadCustomer customer, string address, int seats, CancellationToken ct)
        {
            var key = Guid.NewGuid().ToString("N");
            string? work = null;
            while (true)
            {
                var answer = await holds.HoldAsync(customer, showing, new { bestAvailable = new { count = seats }, challengeAnswer = work }, ct, key: key, address: address);
                answers.AddOrUpdate(answer.Word, 1, (_, count) => count + 1);
                if (answer.Challenge is null)
                {
                    // Who gets no eight takes less.
                    if (answer is { IsHeld: false, Status: HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict, Code: not "hold_paused" } && seats > 1)
                        return await TakeAsync(customer, address, seats / 2, ct);
                    return answer;
                }

                work = answer.Challenge.Answer();
            }
        }

        /// <summary>Once a second looks how much is held, and has somebody come who wants two seats.</summary>
        async Task WatchAsync(CancellationToken over)
        {
            try
            {
                for (var second = 1; ; second++)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), over);
                    shares.Add((double)(await holds.StatesAsync(showing, min: null, over)).Count(state => state == 'h') / hall);
                    buyers++;
                    var buyer = run.Stack.Customers.New();
                    var answer = await holds.HoldAsync(buyer, showing, new { bestAvailable = new { count = 2 } }, over, address: $"192.0.2.{second % 250 + 1}");
                    if (!answer.IsHeld)
                        continue;

                    served++;
                    await holds.ReleaseAsync(buyer, showing, answer.HoldId!, over);
                }
            }
            catch (OperationCanceledException)
            {
                // The raid is over.
            }
        }
    }

    sealed record RaidResult(double Most, double Mean, double Late, int Buyers, int Served, IReadOnlyDictionary<string, int> Answers);
}
