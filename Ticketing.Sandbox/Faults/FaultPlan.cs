namespace Ticketing.Sandbox.Faults;

/// <param name="Seed">Of the dice behind every rate.</param>
sealed record FaultPlan<TRule>(IReadOnlyList<TRule> Rules, int Seed = 0)
    where TRule : class, IFaultRule;

sealed record FaultState<TRule>(int Seed, IReadOnlyList<FaultRuleState<TRule>> Rules)
    where TRule : class, IFaultRule;

/// <param name="Met">At how many occasions the rule applied.</param>
/// <param name="Struck">At how many of them it made something go wrong.</param>
sealed record FaultRuleState<TRule>(string Id, TRule Rule, int Met, int Struck)
    where TRule : class, IFaultRule;
