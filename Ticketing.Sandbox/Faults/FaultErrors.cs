using System.Text.Json;

namespace Ticketing.Sandbox.Faults;

/// <summary>Reads rules and says, field by field, what is wrong with them.</summary>
static class FaultErrors
{
    /// <summary>The plan, or the errors by path, e.g. <c>rules[0].rate</c>.</summary>
    public static Task<(FaultPlan<TRule>? Value, IReadOnlyDictionary<string, string[]> Errors)> ReadPlanAsync<TRule>(Stream json, CancellationToken cancellation)
        where TRule : class, IFaultRule =>
        ReadAsync<FaultPlan<TRule>>(json, plan => plan.Rules.Select((rule, place) => ($"rules[{place}].", (IFaultRule)rule)), cancellation);

    /// <summary>The same of a single rule.</summary>
    public static Task<(TRule? Value, IReadOnlyDictionary<string, string[]> Errors)> ReadRuleAsync<TRule>(Stream json, CancellationToken cancellation)
        where TRule : class, IFaultRule => ReadAsync<TRule>(json, rule => [("", rule)], cancellation);

    static async Task<(T? Value, IReadOnlyDictionary<string, string[]> Errors)> ReadAsync<T>(
        Stream json, Func<T, IEnumerable<(string Path, IFaultRule Rule)>> rulesOf, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(json, FaultJson.Options, cancellation);
            return value is null ? (null, Error("", "null is no plan.")) : (value, ErrorsOf(rulesOf(value)));
        }
        catch (JsonException error)
        {
            return (null, Error(error.Path?.TrimStart('$', '.') ?? "", error.Message));
        }
    }

    static Dictionary<string, string[]> ErrorsOf(IEnumerable<(string Path, IFaultRule Rule)> rules)
    {
        var errors = new Dictionary<string, string[]>();
        foreach (var (path, rule) in rules)
        {
            foreach (var (field, error) in rule.Errors().Concat(HowOften(rule)))
                errors[path + field] = [error];
        }

        return errors;
    }

    static IEnumerable<KeyValuePair<string, string>> HowOften(IFaultRule rule)
    {
        if (rule.Rate is < 0 or > 1)
            yield return new("rate", "0 to 1.");
        if (rule.Times < 1)
            yield return new("times", "1 or more.");
    }

    static Dictionary<string, string[]> Error(string path, string message) => new() { [path] = [message] };
}
