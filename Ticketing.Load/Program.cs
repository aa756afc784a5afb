using System.Runtime.InteropServices;
using Ticketing.Load;
using Ticketing.Load.Baselines;
using Ticketing.Load.Comparing;
using Ticketing.Load.DisasterRecovery;
using Ticketing.Load.Invariants;
using Ticketing.Load.Reporting;
using Ticketing.Load.Scenarios;
using Ticketing.Load.Scenarios.Bookings;
using Ticketing.Load.Scenarios.OpeningNight;
using Ticketing.Load.Stack;

IScenario[] scenarios = [new Compare(), new Holds(), new SeatMap(), new Race(), new SeatStream(), new BookingRate(), new Waiting(), new Opening(), new Scalpers(), new Growth()];

if (args is ["baseline", .. var settings])
    return await BaselineHost.RunAsync(settings);

if (args is ["region", var regionSettings])
    return await RegionHost.RunAsync(regionSettings);

using var interrupted = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

// No scenario: it is about two stacks.
if (args is ["dr"])
    return await Drill.RunAsync(interrupted.Token);

// --compare is the scenario compare.
if (args is not [var name, ..] || scenarios.FirstOrDefault(scenario => scenario.Name == name.TrimStart('-')) is not { } scenario)
{
    Console.WriteLine("Scenarios, each with its options as they are by default:\n");
    foreach (var known in scenarios)
        Console.WriteLine($"  {known.Name,-14} {known.Summary}\n  {"",-14} {known.Usage}");
    return args is [] ? 0 : 2;
}

try
{
    var startedAt = TimeProvider.System.GetUtcNow();
    var report = new Report($"Load: {scenario.Name}");
    var options = new Options(args.AsSpan(1));
    Console.WriteLine("Starting a stack for this run …");
    await using var stack = await LoadStack.StartAsync(scenario.Settings, interrupted.Token);
    var run = new LoadRun(stack, options, report);
    await scenario.RunAsync(run, interrupted.Token);
    var isWell = await Verdict.ReportAsync(run, interrupted.Token);
    await report.SaveAsync(Path.Combine("artifacts", "load"), startedAt, interrupted.Token);
    return isWell && (!options.Flag("strict") || Targets.AreMet(report.Figures)) ? 0 : 1;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    return 130;
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

// The stack ends with its run.
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupted.Cancel();
}
