using Aspire.Hosting.Running.Processes;

namespace Aspire.Hosting.Running.Workloads.Servers;

/// <summary>Where a server lives on this machine: its programs and its folder.</summary>
sealed class ServerSite(IResource resource, Stack stack)
{
    string? folder;

    public string Resource => resource.Name;

    /// <summary>Whether what it stores must survive the stack.</summary>
    public bool KeepsData { get; } = resource.Annotations.OfType<ContainerMountAnnotation>().Any();

    /// <summary>Its own folder.</summary>
    public string Folder => folder ?? throw new InvalidOperationException("The folder is not claimed yet.");

    /// <exception cref="DistributedApplicationException">Another stack uses the folder.</exception>
    public void ClaimFolder() => folder = stack.Folders.ForData(resource.Name, KeepsData, resource is PostgresServerResource);

    public string Find(ServerBinary binary) => binary.FindFor(resource.Name, stack.SearchPath);

    /// <summary>Runs a step of the preparation.</summary>
    /// <exception cref="DistributedApplicationException">It ended with another code than 0.</exception>
    public async Task RunAsync(ProcessStart start, InstanceLog log, CancellationToken cancellationToken)
    {
        var step = ChildProcess.Start(start, stack.Id, log.Write);
        using var cancelled = cancellationToken.Register(() => Signal.Kill.SendToGroup(step.Id));
        var exitCode = await step.Exited;
        cancellationToken.ThrowIfCancellationRequested();
        if (exitCode != 0)
            throw new DistributedApplicationException($"'{Path.GetFileName(start.Command)}' ended with exit code {exitCode}; the log says why.");
    }

    /// <summary>Writes a file of the folder that nobody else may read: it may hold a password.</summary>
    public string WriteSecret(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.Delete(path);
        using var file = new StreamWriter(new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }));
        file.Write(content);
        return path;
    }
}
