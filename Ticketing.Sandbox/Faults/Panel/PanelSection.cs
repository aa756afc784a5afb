using System.Text.Json;

namespace Ticketing.Sandbox.Faults.Panel;

/// <summary>One kind of switches as the page shows them.</summary>
/// <param name="Plan">What stands in the box: the switches that are on, or an example that never strikes.</param>
public sealed record PanelSection(string Title, string Action, string Plan, IReadOnlyList<PanelRule> Rules)
{
    static readonly JsonSerializerOptions Indented = new(FaultJson.Options) { WriteIndented = true };

    internal static PanelSection Of<TRule>(string title, string action, FaultState<TRule> state, TRule example)
        where TRule : class, IFaultRule
    {
        var plan = new FaultPlan<TRule>(state.Rules.Count == 0 ? [example] : [.. state.Rules.Select(on => on.Rule)], state.Seed);
        return new PanelSection(
            title, action, JsonSerializer.Serialize(plan, Indented),
            [.. state.Rules.Select(on => new PanelRule(JsonSerializer.Serialize(on.Rule, FaultJson.Options), on.Met, on.Struck))]);
    }
}

/// <param name="Rule">In JSON.</param>
public sealed record PanelRule(string Rule, int Met, int Struck);
