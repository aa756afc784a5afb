using System.Text.Json;

namespace Aspire.Hosting;

/// <summary>Keeps generated values, so that the next run uses them again: the data that they protect outlives the run too.</summary>
/// <param name="path">A file that only its owner may read; null to keep the values for this run only.</param>
sealed class ParameterStore(string? path)
{
    static readonly JsonSerializerOptions indented = new() { WriteIndented = true };

    readonly Lock gate = new();
    readonly SortedDictionary<string, string> values = [];

    public string GetOrAdd(string name, Func<string> generate)
    {
        lock (gate)
        {
            Load();
            if (values.TryGetValue(name, out var kept))
                return kept;
            values[name] = generate();
            Save();
            return values[name];
        }
    }

    void Load()
    {
        if (path is null || !File.Exists(path))
            return;

        try
        {
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [])
                values[name] = value;
        }
        catch (JsonException e)
        {
            throw new DistributedApplicationException($"The generated parameters in '{path}' cannot be read: {e.Message}", e);
        }
    }

    void Save()
    {
        if (path is null)
            return;

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var next = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
            JsonSerializer.Serialize(file, values, indented);

        File.Move(next, path, overwrite: true);
    }
}
