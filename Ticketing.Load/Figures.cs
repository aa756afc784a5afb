using System.Text.Json;

namespace Ticketing.Load;

/// <summary>Named numbers, each measured several times; a figure is their median, with the least and the greatest as its spread.</summary>
sealed class Figures
{
    static readonly JsonSerializerOptions Written = new() { WriteIndented = true };

    readonly Dictionary<string, List<double>> values = new(StringComparer.Ordinal);

    public void Add(string name, double value)
    {
        if (!values.TryGetValue(name, out var measured))
            values[name] = measured = [];
        measured.Add(value);
    }

    /// <summary>What is ours divided by what is others', round by round.</summary>
    public void AddRatios(string name, IEnumerable<double> ours, IEnumerable<double> others)
    {
        foreach (var (mine, other) in ours.Zip(others))
            Add(name, mine / other);
    }

    public bool Has(string name) => values.ContainsKey(name);

    public double Median(string name)
    {
        var sorted = values[name].Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public double Least(string name) => values[name].Min();

    public double Greatest(string name) => values[name].Max();

    public int Rounds(string name) => values[name].Count;

    /// <summary>As <c>name</c>, <c>name_min</c> and <c>name_max</c>.</summary>
    public IReadOnlyDictionary<string, double> Flat => values.Keys
        .SelectMany(name => new[] { (name, Median(name)), ($"{name}_min", Least(name)), ($"{name}_max", Greatest(name)) })
        .ToDictionary(figure => figure.Item1, figure => double.IsFinite(figure.Item2) ? Math.Round(figure.Item2, 4) : 0);

    /// <param name="earlier">Flat figures, which are kept where they were not measured again.</param>
    public string ToJson(string earlier = "{}")
    {
        var flat = new SortedDictionary<string, double>(JsonSerializer.Deserialize<Dictionary<string, double>>(earlier)!, StringComparer.Ordinal);
        foreach (var (name, value) in Flat)
            flat[name] = value;
        return JsonSerializer.Serialize(flat, Written);
    }
}
