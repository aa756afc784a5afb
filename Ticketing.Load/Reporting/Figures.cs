using System.Text.Json;

namespace Ticketing.Load.Reporting;

/// <summary>Named numbers, each measured several times; a figure is their median, with the least and the greatest as its spread.</summary>
sealed class Figures
{
    static readonly JsonSerializerOptions Written = new() { WriteIndented = true };

    readonly SortedDictionary<string, List<double>> values = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => values.Keys;

    public void Add(string name, double value)
    {
        if (!values.TryGetValue(name, out var measured))
            values[name] = measured = [];
        measured.Add(value);
    }

    public bool Has(string name) => values.ContainsKey(name);

    public double Median(string name) => MedianOf(values[name]);

    public double Least(string name) => values[name].Min();

    public double Greatest(string name) => values[name].Max();

    public int Rounds(string name) => values[name].Count;

    /// <summary>One flat object: <c>name</c>, <c>name_min</c> and <c>name_max</c>.</summary>
    /// <param name="earlier">Such an object, whose figures are kept where they were not measured again.</param>
    public string ToJson(string earlier = "{}")
    {
        var flat = new SortedDictionary<string, double>(JsonSerializer.Deserialize<Dictionary<string, double>>(earlier)!, StringComparer.Ordinal);
        foreach (var name in Names)
        {
            flat[name] = Round(Median(name));
            flat[$"{name}_min"] = Round(Least(name));
            flat[$"{name}_max"] = Round(Greatest(name));
        }

        return JsonSerializer.Serialize(flat, Written);
    }

    static double MedianOf(List<double> measured)
    {
        var sorted = measured.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double Round(double value) => double.IsFinite(value) ? Math.Round(value, 4) : 0;
}
