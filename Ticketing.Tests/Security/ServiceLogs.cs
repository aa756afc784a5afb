using System.Collections.Concurrent;

namespace Ticketing.Tests.Security;

/// <summary>What every process of the system writes to its console, from now on.</summary>
sealed class ServiceLogs : IAsyncDisposable
{
    readonly CancellationTokenSource end = new();
    readonly ConcurrentQueue<(string Source, string Line)> lines = new();
    readonly List<Task> watching = [];

    public ServiceLogs(ResourceLoggerService loggers, IEnumerable<string> resources)
    {
        foreach (var resource in resources)
        {
            // A resource with replicas writes under their names.
            foreach (var name in (string[])[resource, $"{resource}-1", $"{resource}-2"])
                watching.Add(WatchAsync(loggers, name));
        }
    }

    public IReadOnlyCollection<(string Source, string Line)> Lines => lines;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(watching);
        end.Dispose();
    }

    async Task WatchAsync(ResourceLoggerService loggers, string name)
    {
        try
        {
            await foreach (var batch in loggers.WatchAsync(name).WithCancellation(end.Token))
            {
                foreach (var line in batch)
                    lines.Enqueue((name, line.Content));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
