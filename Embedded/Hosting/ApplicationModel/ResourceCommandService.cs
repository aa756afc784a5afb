using Aspire.Hosting.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Starts, stops and restarts resources.</summary>
public class ResourceCommandService
{
    readonly Orchestrator orchestrator;

    internal ResourceCommandService(Orchestrator orchestrator) => this.orchestrator = orchestrator;

    /// <summary>Executes one of <see cref="KnownResourceCommands"/>; a stop has happened when it returns, a start has begun.</summary>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteCommandAsync(resource.Name, commandName, cancellationToken);

    /// <summary>Executes one of <see cref="KnownResourceCommands"/> on the resource of that name.</summary>
    public async Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        if (orchestrator.Find(resourceId) is not { } runner)
            return new() { Success = false, Message = $"There is no resource '{resourceId}'." };

        Func<Task>? command = commandName switch
        {
            "start" => runner.StartAsync,
            "stop" => runner.StopAsync,
            "restart" => runner.RestartAsync,
            _ => null,
        };
        if (command is null)
            return new() { Success = false, Message = $"There is no command '{commandName}'." };

        await command().WaitAsync(cancellationToken);
        return new() { Success = true };
    }
}

/// <summary>The commands that every resource with a process has.</summary>
public static class KnownResourceCommands
{
    /// <summary>Starts a stopped resource.</summary>
    public static readonly string StartCommand = "start";

    /// <summary>Stops a resource.</summary>
    public static readonly string StopCommand = "stop";

    /// <summary>Stops a resource and starts it again.</summary>
    public static readonly string RestartCommand = "restart";
}

/// <summary>How a command went.</summary>
public sealed class ExecuteCommandResult
{
    /// <summary>Whether it was executed.</summary>
    public required bool Success { get; init; }

    /// <summary>Why not.</summary>
    public string? Message { get; init; }
}
