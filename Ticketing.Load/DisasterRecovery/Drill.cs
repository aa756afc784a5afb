using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Ticketing.Load.Driving;
using Ticketing.Load.Invariants;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>
/// Kills the region that sells, after making sure that its last commits have not reached the other one, and fails over to that by the
/// steps of docs/disaster-recovery.md. What is on loopback here says how much is lost and repaired, and nothing of AWS.
/// </summary>
sealed class Drill(string folder) : IAsyncDisposable
{
    /// <summary>Of both regions; the scan that a fail-over waits for leaves younger checkouts alone.</summary>
    public static readonly TimeSpan ScanGrace = TimeSpan.FromSeconds(2);

    const string Database = "ticketing";
    const string SeoulKey = "provider-key-of-seoul";
    const string SingaporeKey = "provider-key-of-singapore";
    const int Clients = 6;
    const int Showings = 20;
    const int Seats = 300;

    static readonly TimeSpan BeforeFreeze = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Frozen = TimeSpan.FromSeconds(5);
    static readonly TimeSpan AfterFailover = TimeSpan.FromSeconds(10);
    static readonly TimeSpan OldPrimaryWatched = TimeSpan.FromSeconds(10);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly List<string> wrongs = [];
    readonly Stack<IAsyncDisposable> running = new();
    readonly string webhookKey = Secret();
    readonly Dictionary<string, string> secrets = new()
    {
        ["customer-key"] = Secret(),
        ["waiting-room-key"] = Secret(),
        ["booking-link-key"] = Secret(),
        ["ticket-key"] = SigningKey(),
        ["ticket-list-key"] = SigningKey(),
        ["staff-key"] = SigningKey(),
        ["staff-other-key"] = SigningKey(),
    };

    /// <returns>The exit code: 0 when all went as it has to.</returns>
    public static async Task<int> RunAsync(CancellationToken ct)
    {
        var folder = Path.Combine("artifacts", "dr");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await using var drill = new Drill(folder);
        return await drill.FailOverAsync(ct) ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        while (running.TryPop(out var next))
            await next.DisposeAsync();
    }

    async Task<bool> FailOverAsync(CancellationToken ct)
    {
        Say("Starting the region that sells, Seoul");
        var name = Running(await PublicName.StartAsync());
        var outside = Running(await OutsideWorld.StartAsync(folder, name.Webhook, webhookKey, [SeoulKey, SingaporeKey], ct));
        var seoulData = Running(await PostgresServer.StartNewAsync(ct));
        await seoulData.CreateDatabaseAsync(Database, ct);
        var seoul = Running(await StartSeoulAsync("seoul", seoulData, outside, ct));
        var showings = await new Showings(seoulData.ConnectionString(Database)).AddAsync(Showings, Seats, ct);

        // Before anything is copied: the other region knows him and his authenticator too.
        var staff = await (await StaffAccount.CreateAsync(seoulData.ConnectionString(Database), ct)).EnrolAsync(seoul.Api, ct);

        Say("Starting the region that stands by, Singapore, on a streaming copy of Seoul's data");
        var singaporeData = Running(await PostgresServer.StartReplicaAsync(seoulData, ct));
        var singapore = Running(await StartSingaporeAsync(singaporeData, outside, ct));
        var customers = new Customers(secrets["customer-key"]);
        await StandsByAsync(singapore, customers, showings[0], ct);

        Say($"{Clients} customers at a time buy in Seoul");
        name.Region = seoul;
        var buyers = new DrillCustomers(name, customers, showings, Seats);
        using var enough = new CancellationTokenSource();
        var (buying, up) = (buyers.RunAsync(Clients, enough.Token), clock.Elapsed);
        await Task.Delay(BeforeFreeze, ct);
        await EventuallyAsync("a ticket was sold in Seoul", () => Task.FromResult(buyers.Sales.FirstOrDefault()), ct);
        var frozenAt = TimeProvider.System.GetUtcNow();
        var reached = buyers.Reached;
        await seoulData.FreezeReplicationAsync(ct);
        Say("Replication is frozen; Seoul goes on selling");
        await Task.Delay(Frozen, ct);
        // On a slow machine too there has to be something to lose.
        await EventuallyAsync("a ticket was sold that Singapore does not know", () => Task.FromResult(buyers.Sales.FirstOrDefault(sale => sale.ConfirmedAt > frozenAt)), ct);

        var killedAt = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(seoulData.KillAsync(), seoul.KillAsync());
        name.Region = null;
        Say("Seoul is dead");

        await outside.RevokeAsync(SeoulKey, ct);
        Say("Seoul's key is revoked");
        var rpo = killedAt - await singaporeData.AskAsync<DateTimeOffset>("SELECT pg_last_xact_replay_timestamp()", ct);
        await singaporeData.PromoteAsync(ct);
        Say("Singapore's database is promoted");
        var replayed = await ReplayAsync(singapore, staff, killedAt - TimeSpan.FromMinutes(10), ct);
        Say($"The outbox is replayed: {replayed} messages");
        await ScannedAsync(singaporeData, killedAt + ScanGrace, ct);
        Say("The provider's list is scanned");
        buyers.GoBackTo(reached);
        name.Region = singapore;
        Say("Sales are open in Singapore");

        var first = await EventuallyAsync("a ticket was sold in Singapore", () => Task.FromResult(buyers.Sales.FirstOrDefault(sale => sale.Region == singapore.Name)), ct);
        var rto = first.ConfirmedAt - killedAt;
        Say("The first new ticket");
        await Task.Delay(AfterFailover, ct);
        await enough.CancelAsync();
        await buying;

        Say("Checking what Singapore, the provider and the customers know");
        await using var database = NpgsqlDataSource.Create(singaporeData.ConnectionString(Database));
        var region = new RegionDatabase(database);
        var unaccounted = await SettledAsync(region, outside, ct);
        var sold = buyers.Sales.ToList();
        var kept = await region.ConfirmedAsync(sold.Select(sale => sale.Booking), ct);
        var lost = sold.Where(sale => sale.Region == seoul.Name && !kept.Contains(sale.Booking)).ToList();
        wrongs.AddRange(lost.Where(sale => sale.ConfirmedAt < frozenAt).Select(sale => $"booking {sale.Booking} was confirmed before replication froze, and is lost"));
        wrongs.AddRange(unaccounted.Select(checkout => $"attempt {checkout.Reference} was captured, and has neither a ticket nor a refund"));
        var scope = new CheckedScope(showings, [], [.. sold.Except(lost).Select(sale => sale.Booking)]);
        wrongs.AddRange((await new InvariantCheck(database, outside.Browser).SettleAsync(scope, Patience, ct)).Select(violation => violation.ToString()));
        if (lost.Count == 0)
            wrongs.Add("no confirmed booking was lost, so nothing was proved");
        if (replayed == 0)
            wrongs.Add("the outbox's replay published nothing");

        Say("The old primary comes back");
        await ComesBackAsync(seoulData, outside, sold.First(sale => sale.Region == seoul.Name && kept.Contains(sale.Booking)), customers, showings[^1], ct);

        if (clock.Elapsed - up > Longest)
            wrongs.Add($"the drill took longer than {Longest.TotalMinutes} minutes from the first customer on");
        await ReportAsync(new Dictionary<string, double>
        {
            ["rpo_seconds"] = rpo.TotalSeconds,
            ["rto_seconds"] = rto.TotalSeconds,
            ["lost_confirmed"] = lost.Count,
            ["unaccounted"] = unaccounted.Count,
            ["confirmed_before"] = sold.Count(sale => sale.Region == seoul.Name),
            ["confirmed_after"] = sold.Count(sale => sale.Region == singapore.Name),
            ["replayed_messages"] = replayed,
            ["drill_seconds"] = clock.Elapsed.TotalSeconds,
        }, ct);
        return wrongs.Count == 0;
    }

    Task<Region> StartSeoulAsync(string name, PostgresServer data, OutsideWorld outside, CancellationToken ct) =>
        Region.StartAsync(name, folder, Parameters(SeoulKey), data.ConnectionString(Database), outside, ct);

    /// <summary>Its connection string names two servers, as in production; the writer is none until the region is promoted.</summary>
    Task<Region> StartSingaporeAsync(PostgresServer data, OutsideWorld outside, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(data.ConnectionString(Database))
        {
            Host = $"127.0.0.1:{FreePort.Find()},127.0.0.1:{data.Port}",
            TargetSessionAttributes = "prefer-primary",
        };
        return Region.StartAsync("singapore", folder, Parameters(SingaporeKey), connection.ConnectionString, outside, ct);
    }

    Dictionary<string, string> Parameters(string providerKey) => new(secrets) { ["payments-key"] = providerKey, ["webhook-key"] = webhookKey };

    /// <summary>Ready, and sells nothing.</summary>
    async Task StandsByAsync(Region region, Customers customers, long showing, CancellationToken ct)
    {
        var hold = await region.Holds.HoldAsync(customers.New(), showing, [0, 1], ct);
        if (hold.Code != "region_standby")
            wrongs.Add($"a hold in the region that stands by was answered {hold.Word}");
        using var map = await region.Client("seat-holds").GetAsync($"/live/showings/{showing}/seats", ct);
        if (map.StatusCode != HttpStatusCode.ServiceUnavailable)
            wrongs.Add($"a seat map in the region that stands by was answered {(int)map.StatusCode}");
    }

    /// <summary>As staff do it; until then the api has to notice that it is not standing by any more.</summary>
    static async Task<int> ReplayAsync(Region region, StaffAccount staff, DateTimeOffset since, CancellationToken ct)
    {
        var token = await EventuallyAsync("staff signed in", async () =>
        {
            try
            {
                return await staff.SignInAsync(region.Api, ct);
            }
            catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return null;
            }
        }, ct);
        var published = await EventuallyAsync("the outbox was replayed", async () =>
        {
            using var request = new LoadCustomer(staff.Id, token).Request(HttpMethod.Post, "/api/staff/outbox/replay");
            request.Content = JsonContent.Create(new { since });
            var answer = await Answer<ReplayView>.SendAsync(region.Api, request, ct);
            return answer.Body ?? (answer.Status == HttpStatusCode.ServiceUnavailable ? null : throw new InvalidOperationException($"The replay was answered {answer.Word}."));
        }, ct);
        return published.Published.Values.Sum();
    }

    /// <summary>A scan that began after the instant has gone through the whole list and resolved what it found.</summary>
    static Task<string> ScannedAsync(PostgresServer data, DateTimeOffset since, CancellationToken ct) => EventuallyAsync(
        "the provider's list was scanned",
        async () => await data.AskAsync<DateTimeOffset>("SELECT coalesce(max(scanned_until), '-infinity') FROM payment_scan_marks", ct, Database) > since ? "scanned" : null, ct);

    /// <summary>Payments that were under way may take a moment to become tickets or refunds.</summary>
    static async Task<IReadOnlyList<LedgerCheckout>> SettledAsync(RegionDatabase region, OutsideWorld outside, CancellationToken ct)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            var unaccounted = await region.UnaccountedAsync(await outside.LedgerAsync(ct), ct);
            if (unaccounted.Count == 0 || Stopwatch.GetElapsedTime(started) > Patience)
                return unaccounted;
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    /// <summary>With its own data and its revoked key: customers try to buy and to cancel there, and no money may move.</summary>
    async Task ComesBackAsync(PostgresServer data, OutsideWorld outside, Sale sale, Customers customers, long showing, CancellationToken ct)
    {
        var before = Money(await outside.LedgerAsync(ct));
        await data.StartAsync(ct);
        var tickets = await data.AskAsync<long>("SELECT count(*) FROM tickets", ct, Database);
        await using var seoul = await StartSeoulAsync("seoul-again", data, outside, ct);

        var buyer = customers.New();
        var hold = await EventuallyAsync("the old primary holds seats", async () =>
            await seoul.Holds.HoldAsync(buyer, showing, [Seats - 2, Seats - 1], ct) is { IsHeld: true } held ? held : null, ct);
        var booking = (await seoul.Bookings.BookAsync(buyer, showing, hold, ct)).Body ?? throw new InvalidOperationException("The old primary did not book.");
        var payment = await seoul.Bookings.StartPaymentAsync(buyer, booking.Id, ct);
        if (payment is not { Status: HttpStatusCode.ServiceUnavailable, Code: "region_fenced" })
            wrongs.Add($"a payment at the old primary was answered {payment.Word}");

        await CancelAsync(seoul, sale, ct);
        await EventuallyAsync("the old primary tried to refund", async () =>
            await data.AskAsync<long>("SELECT count(*) FROM refunds WHERE status = 'Pending' AND attempts > 0", ct, Database) > 0 ? "tried" : null, ct);
        await Task.Delay(OldPrimaryWatched, ct);

        if (await data.AskAsync<long>("SELECT count(*) FROM tickets", ct, Database) is var now && now != tickets)
            wrongs.Add($"the old primary issued {now - tickets} tickets");
        if (!Money(await outside.LedgerAsync(ct)).SetEquals(before))
            wrongs.Add("money moved after the old primary had come back");
    }

    static async Task CancelAsync(Region region, Sale sale, CancellationToken ct)
    {
        using var request = sale.Customer.Request(HttpMethod.Post, $"/api/bookings/{sale.Booking}/cancellation");
        request.Content = JsonContent.Create(new { });
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await region.Api.SendAsync(request, ct);
        answer.EnsureSuccessStatusCode();
    }

    static HashSet<LedgerCheckout> Money(IEnumerable<LedgerCheckout> ledger) => [.. ledger.Where(checkout => checkout.CapturedAmount > 0)];

    async Task ReportAsync(Dictionary<string, double> figures, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 2)), JsonSerializerOptions.Web);
        var file = Path.Combine(folder, "figures.json");
        await File.WriteAllTextAsync(file, json, ct);
        Console.WriteLine();
        foreach (var (figure, value) in figures)
            Console.WriteLine($"{figure,-20} {value,10:0.##}");
        Console.WriteLine($"\n{file}");
        Console.WriteLine(wrongs.Count == 0 ? $"All is accounted for. Checked: {InvariantCheck.Covered}." : $"WRONG {wrongs.Count} times: {string.Join("; ", wrongs.Take(20))}");
    }

    /// <summary>Asks until there is an answer.</summary>
    static async Task<T> EventuallyAsync<T>(string what, Func<Task<T?>> ask, CancellationToken ct)
        where T : class
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            if (await ask() is { } answer)
                return answer;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
        }
    }

    T Running<T>(T started)
        where T : IAsyncDisposable
    {
        running.Push(started);
        return started;
    }

    void Say(string what) => Console.WriteLine($"{clock.Elapsed.TotalSeconds,6:0.0} s  {what}");

    static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(33));

    static string SigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }

    sealed record ReplayView(Dictionary<string, int> Published);
}
