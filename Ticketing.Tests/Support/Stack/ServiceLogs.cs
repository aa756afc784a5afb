using System.Collections.Concurrent;

namespace Ticketing.Tests.Support.Stack;

/// <summary>What every process of the system writes to its console, from now on.</summary>
sealed class ServiceLogs : IAsyncDisposable
{
    readonly CancellationTokenSource end = new();
    readonly ConcurrentQueue<(string Source, string Line)> lines = new();
    readonly List<Task> watching = [];

    public ServiceLogs(ResourceLoggerService loggers, IEnumerable<IResource> resources)
    {
        foreach (var resource in resources)
            watching.Add(WatchAsync(loggers, resource));
    }

    public IReadOnlyCollection<(string Source, string Line)> Lines => lines;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(watching);
        end.Dispose();
    }

    async Task WatchAsync(ResourceLoggerService loggers, IResource resource)
    {
        try
        {
            // The stream itself goes on for as long as the process does, cancelled or not.
            var batches = loggers.WatchAsync(resource).GetAsyncEnumerator(end.Token);
            while (await batches.MoveNextAsync().AsTask().WaitAsync(end.Token))
            {
                foreach (var line in batches.Current)
                    lines.Enqueue((resource.Name, line.Content));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
