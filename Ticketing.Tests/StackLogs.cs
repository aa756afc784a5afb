using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Tests;

/// <summary>What the parts of the tests' systems write to their consoles: a file for each part, which a failed test names.</summary>
static class StackLogs
{
    static readonly string Root = Path.Combine(Repository.Root, "artifacts", "test-logs");
    static readonly ConcurrentBag<string> Followed = [];

    /// <summary>Said with every failed test; empty while there is nothing to look into.</summary>
    public static string Note => Followed.IsEmpty ? "" : $"What the system's parts wrote: {string.Join(", ", Followed.Order())}";

    /// <summary>From now on, until the application is disposed of.</summary>
    public static void Follow(DistributedApplication app, string name)
    {
        var folder = Path.Combine(Root, name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Followed.Add(Path.GetRelativePath(Repository.Root, folder));
        var loggers = app.Services.GetRequiredService<ResourceLoggerService>();
        foreach (var resource in app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(resource => resource is ProjectResource or ExecutableResource or ContainerResource))
            _ = WriteAsync(loggers.WatchAsync(resource), Path.Combine(folder, $"{resource.Name}.log"));
    }

    static async Task WriteAsync(IAsyncEnumerable<IReadOnlyList<LogLine>> batches, string path)
    {
        StreamWriter? file = null;
        try
        {
            await foreach (var batch in batches)
            {
                // Hidden ones never write.
                file ??= new StreamWriter(path) { AutoFlush = true };
                foreach (var line in batch)
                    await file.WriteLineAsync(line.Content);
            }
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync();
        }
    }
}
