using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The console output of every resource.</summary>
public class ResourceLoggerService
{
    readonly ConcurrentDictionary<string, ResourceLog> logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Writes into the console output of a resource.</summary>
    public ILogger GetLogger(IResource resource) => GetLogger(resource.Name);

    /// <summary>Writes into the console output of a resource or replica.</summary>
    public ILogger GetLogger(string resourceName) => LogOf(resourceName);

    /// <summary>The last lines of a resource, then each new one as it comes.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    /// <summary>The last lines of a resource or replica, then each new one as it comes.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => LogOf(resourceName).WatchAsync();

    internal void Append(string resourceName, string line, bool isErrorMessage) => LogOf(resourceName).Append(line, isErrorMessage);

    ResourceLog LogOf(string name) => logs.GetOrAdd(name, _ => new());
}

/// <summary>A line of console output.</summary>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

sealed class ResourceLog : ILogger
{
    const int Kept = 10_000;

    readonly Lock gate = new();
    readonly Queue<LogLine> lines = [];
    readonly HashSet<Channel<LogLine>> watchers = [];
    int count;

    public void Append(string content, bool isErrorMessage)
    {
        lock (gate)
        {
            var line = new LogLine(++count, content, isErrorMessage);
            lines.Enqueue(line);
            if (lines.Count > Kept)
                lines.Dequeue();
            foreach (var watcher in watchers)
                watcher.Writer.TryWrite(line);
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A watcher that stops reading loses its oldest lines rather than the host its memory.
        var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (gate)
        {
            foreach (var line in lines)
                channel.Writer.TryWrite(line);
            watchers.Add(channel);
        }

        try
        {
            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                    batch.Add(line);
                yield return batch;
            }
        }
        finally
        {
            lock (gate)
                watchers.Remove(channel);
        }
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        Append(exception is null ? text : $"{text}{Environment.NewLine}{exception}", logLevel >= LogLevel.Error);
    }
}
