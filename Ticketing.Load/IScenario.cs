using Ticketing.Load.Stack;

namespace Ticketing.Load;

interface IScenario
{
    string Name { get; }

    /// <summary>One line for the list of scenarios.</summary>
    string Summary { get; }

    /// <summary>Its options with what they are by default.</summary>
    string Usage { get; }

    /// <summary>What the stack must be like.</summary>
    StackSettings Settings => StackSettings.ForLoad;

    Task RunAsync(LoadRun run, CancellationToken ct);
}
