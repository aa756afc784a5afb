using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running;

/// <summary>What belongs to one run of an app model: its mark, its folders, its guard, its logs.</summary>
sealed class Stack : IAsyncDisposable
{
    readonly StackGuard guard;
    readonly List<InstanceLog> instanceLogs = [];
    readonly ResourceLoggerService loggers;
    readonly bool keepLogs;

    public Stack(AppHostSession session, DistributedApplicationExecutionContext execution, ResourceLoggerService loggers, TimeProvider time, string? searchPath)
    {
        this.loggers = loggers;
        keepLogs = !session.IsUnderTest;
        Execution = execution;
        Time = time;
        SearchPath = searchPath;
        Folders = new StackFolders(session.Directory, Id, time);
        guard = StackGuard.Start(Id, Folders.Temporary);
    }

    /// <summary>Marks the processes of this stack.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public StackFolders Folders { get; }

    public DistributedApplicationExecutionContext Execution { get; }

    public TimeProvider Time { get; }

    /// <summary>Where to look for servers' programs instead of the usual places.</summary>
    public string? SearchPath { get; }

    public InstanceLog OpenLog(string instance)
    {
        var log = new InstanceLog(loggers, instance, Path.Combine(Folders.ForLogs(keepLogs), $"{instance}.log"), Time);
        instanceLogs.Add(log);
        return log;
    }

    /// <summary>Ends every process that is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await guard.SweepAsync();
        instanceLogs.ForEach(log => log.Dispose());
        Folders.Dispose();
    }
}
