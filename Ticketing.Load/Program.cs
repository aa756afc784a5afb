using System.CommandLine;
using System.Globalization;
using Ticketing.Load;
using Ticketing.Load.Baselines;
using Ticketing.Load.Comparing;
using Ticketing.Load.DisasterRecovery;
using Ticketing.Load.Invariants;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Scenarios.Bookings;
using Ticketing.Load.Scenarios.OpeningNight;
using Ticketing.Load.Stack;
using Ticketing.Load.WebAudit;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

IScenario[] scenarios = [new Compare(), new Holds(), new SeatMap(), new Race(), new Streaming(), new BookingRate(), new Waiting(), new Opening(), new Scalpers(), new Growth()];
var root = new RootCommand("Runs one scenario against a stack of its own, on free ports.");
root.SetAction(_ => List());
foreach (var scenario in scenarios)
{
    scenario.Command.SetAction((options, ct) => RunAsync(scenario, options, ct));
    root.Add(scenario.Command);
}

// No scenarios: the one is about two stacks, the other about pages.
var drill = new Command("dr", "a region is lost, and the other one sells on (./dr-drill.sh)");
drill.SetAction((_, ct) => Drill.RunAsync(ct));
root.Add(drill);
var web = new Command("web", "what Lighthouse says of the pages on the way to a ticket (./web-audit.sh)");
web.SetAction((_, ct) => Audit.RunAsync(ct));
root.Add(web);

// What these start as processes of their own.
var baseline = new Command("baseline") { Hidden = true };
baseline.SetAction(_ => BaselineHost.RunAsync());
root.Add(baseline);
var settings = new Argument<string>("settings");
var region = new Command("region") { Hidden = true, Arguments = { settings } };
region.SetAction(options => RegionHost.RunAsync(options.GetValue(settings)!));
root.Add(region);

// The stack ends with its run, and takes its time.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });

void List()
{
    Console.WriteLine("Scenarios, each with its options as they are by default; SCENARIO --help says what they mean:\n");
    foreach (var command in scenarios.Select(scenario => scenario.Command))
        Console.WriteLine($"  {command.Name,-14} {command.Description}\n  {"",-14} {string.Join(' ', command.Options.Select(option => option is Option<bool> ? option.Name : $"{option.Name} {option.GetDefaultValue()}"))}");
}

static async Task<int> RunAsync(IScenario scenario, ParseResult options, CancellationToken ct)
{
    try
    {
        var report = new Report(scenario.Command.Name, TimeProvider.System.GetUtcNow());
        Console.WriteLine("Starting a stack for this run …");
        await using var stack = await LoadStack.StartAsync(scenario.Settings, ct);
        var run = new LoadRun(stack, options, report);
        await scenario.RunAsync(run, ct);
        var isWell = await Verdict.ReportAsync(run, ct);
        await report.SaveAsync(Report.Folder, ct);
        return isWell && (!options.GetValue(Options.Strict) || Targets.AreMet(report.Figures)) ? 0 : 1;
    }
    catch (OperationCanceledException) when (ct.IsCancellationRequested)
    {
        return 130;
    }
}
