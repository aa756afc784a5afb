namespace Ticketing.Sandbox.Faults;

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
