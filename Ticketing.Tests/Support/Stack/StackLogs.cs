using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ticketing.Tests.Support.Stack;

/// <summary>What the parts of the tests' systems write to their consoles: a file for each process, in a folder that a failed test names.</summary>
static class StackLogs
{
    static readonly string Root = Path.Combine(Repository.Root, "artifacts", "test-logs");
    static readonly ConcurrentBag<string> Followed = [];

    /// <summary>Said with every failed test; empty while there is nothing to look into.</summary>
    public static string Note => Followed.IsEmpty ? "" : $"What the system's parts wrote: {string.Join(", ", Followed.Order())}";

    /// <summary>From now on, until the application stops. Processes get their names when they start.</summary>
    public static void Follow(DistributedApplication app, string name)
    {
        var folder = Path.Combine(Root, name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        Followed.Add(Path.GetRelativePath(Repository.Root, folder));
        _ = FollowAsync(app, folder, app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
    }

    static async Task FollowAsync(DistributedApplication app, string folder, CancellationToken stopping)
    {
        var loggers = app.Services.GetRequiredService<ResourceLoggerService>();
        var known = new HashSet<string>();
        try
        {
            await foreach (var change in app.ResourceNotifications.WatchAsync(stopping))
            {
                if (change.Resource is ProjectResource or ExecutableResource or ContainerResource && !change.Snapshot.IsHidden && known.Add(change.ResourceId))
                    _ = WriteAsync(loggers.WatchAsync(change.ResourceId), Path.Combine(folder, $"{change.ResourceId}.log"));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    static async Task WriteAsync(IAsyncEnumerable<IReadOnlyList<LogLine>> batches, string path)
    {
        await using var file = new StreamWriter(path) { AutoFlush = true };
        await foreach (var batch in batches)
        {
            foreach (var line in batch)
                await file.WriteLineAsync(line.Content);
        }
    }
}
