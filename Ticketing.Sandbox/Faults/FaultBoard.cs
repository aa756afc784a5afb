namespace Ticketing.Sandbox.Faults;

/// <summary>The switches that are on. They are forgotten when the process ends, unlike everything else in the sandbox.</summary>
sealed class FaultBoard<TRule>
    where TRule : class, IFaultRule
{
    readonly Lock gate = new();
    readonly List<Switch> switches = [];
    int seed;
    Random random = new(0);
    int lastId;

    public FaultState<TRule> State
    {
        get
        {
            lock (gate)
                return new FaultState<TRule>(seed, [.. switches.Select(on => new FaultRuleState<TRule>(on.Id, on.Rule, on.Met, on.Struck))]);
        }
    }

    /// <summary>Puts these switches in the place of all others. The same seed with the same occasions in the same order gives the same faults.</summary>
    public void Replace(FaultPlan<TRule> plan)
    {
        lock (gate)
        {
            seed = plan.Seed;
            // Repeatable on purpose, and nobody's secret.
            random = new Random(seed);
            switches.Clear();
            foreach (var rule in plan.Rules)
                switches.Add(new Switch($"{++lastId}", rule));
        }
    }

    /// <returns>The switch's id.</returns>
    public string Add(TRule rule)
    {
        lock (gate)
        {
            var added = new Switch($"{++lastId}", rule);
            switches.Add(added);
            return added.Id;
        }
    }

    /// <returns>False when there is no such switch.</returns>
    public bool Remove(string id)
    {
        lock (gate)
            return switches.RemoveAll(on => on.Id == id) > 0;
    }

    /// <summary>What strikes at this occasion, in the order of the rules, up to the first that leaves nothing for others to do.</summary>
    public IReadOnlyList<TRule> Draw(Func<TRule, bool> applies, Func<TRule, bool> isLast)
    {
        lock (gate)
        {
            var struck = new List<TRule>();
            foreach (var on in switches.Where(on => !on.IsUsedUp && applies(on.Rule)))
            {
                on.Met++;
                if (random.NextDouble() >= (on.Rule.Rate ?? 1))
                    continue;

                on.Struck++;
                struck.Add(on.Rule);
                if (isLast(on.Rule))
                    break;
            }

            return struck;
        }
    }

    sealed class Switch(string id, TRule rule)
    {
        public string Id => id;
        public TRule Rule => rule;
        public int Met { get; set; }
        public int Struck { get; set; }
        public bool IsUsedUp => Struck >= rule.Times;
    }
}

/// <param name="Seed">Of the dice behind every rate.</param>
sealed record FaultPlan<TRule>(IReadOnlyList<TRule> Rules, int Seed = 0)
    where TRule : class, IFaultRule;

sealed record FaultState<TRule>(int Seed, IReadOnlyList<FaultRuleState<TRule>> Rules)
    where TRule : class, IFaultRule;

/// <param name="Met">At how many occasions the rule applied.</param>
/// <param name="Struck">At how many of them it made something go wrong.</param>
sealed record FaultRuleState<TRule>(string Id, TRule Rule, int Met, int Struck)
    where TRule : class, IFaultRule;

/// <summary>One switch: what goes wrong, for whom, and how often.</summary>
interface IFaultRule
{
    /// <summary>The share of the occasions at which it strikes, 0 to 1; always where it is left out.</summary>
    double? Rate { get; }

    /// <summary>After striking so often it is used up; never where it is left out.</summary>
    int? Times { get; }

    /// <summary>By field; empty when the rule makes sense.</summary>
    IReadOnlyDictionary<string, string> Errors();
}
