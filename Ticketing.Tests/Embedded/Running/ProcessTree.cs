using System.Globalization;

namespace Ticketing.Tests.Embedded.Running;

/// <summary>Finds what a process started, and what that started.</summary>
static class ProcessTree
{
    public static IReadOnlyList<KnownProcess> Below(int ancestor)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? KnownProcess.Find(id) : null)
            .OfType<KnownProcess>()
            .ToList();
        var found = new List<KnownProcess>();
        AddChildrenOf(ancestor);
        return found;

        void AddChildrenOf(int parent)
        {
            foreach (var child in all.Where(process => process.Parent == parent))
            {
                found.Add(child);
                AddChildrenOf(child.Id);
            }
        }
    }

    public static async Task UntilEndedAsync(IReadOnlyList<KnownProcess> processes)
    {
        using var late = new CancellationTokenSource(Eventually.Patience);
        while (processes.Where(process => process.IsRunning).ToList() is { Count: > 0 } left)
        {
            late.IsCancellationRequested.ShouldBeFalse(string.Join(", ", left));
            await Task.Delay(50);
        }
    }
}

/// <param name="Started">Tells it from a later process of the same id.</param>
sealed record KnownProcess(int Id, string Name, int Parent, string Started)
{
    const string TemporaryPrefix = "/var/tmp/embedded-stack-";

    // One that has ended stays visible as a zombie until its parent, by then init, asks how.
    public bool IsRunning => Read(Id) is { } fields && fields.Started == Started && fields.State != "Z";

    /// <summary>The temporary folder of the stack that it was started for, if it works there.</summary>
    public string? TemporaryFolder => new FileInfo($"/proc/{Id}/cwd").LinkTarget is { } folder && folder.StartsWith(TemporaryPrefix, StringComparison.Ordinal)
        ? folder[..folder.IndexOf('/', TemporaryPrefix.Length)]
        : null;

    public static KnownProcess? Find(int id) => Read(id) is { } fields ? new(id, fields.Name, fields.Parent, fields.Started) : null;

    // Field 2 is the name, in brackets, which may hold anything; after it follow state, parent and, as 22nd field, when it started.
    static (string Name, string State, int Parent, string Started)? Read(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var name = stat[(stat.IndexOf('(') + 1)..stat.LastIndexOf(')')];
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (name, fields[0], int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
