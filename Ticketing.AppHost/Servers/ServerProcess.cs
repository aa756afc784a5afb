using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ticketing.AppHost.Servers;

/// <summary>
/// A server of the system's packages as a plain process of this machine. It is started through <c>flock</c>, which becomes the server and
/// leaves it the lock on its folder: so no second one gets at its data, however this one's stack has ended.
/// </summary>
abstract class ServerProcess(string name, DataFolders folders) : ExecutableResource(name, "flock", folders.Of(name)), IResourceWithConnectionString
{
    public const string Tcp = "tcp";

    /// <summary>How long a new process waits for the children of one that was killed.</summary>
    const string LockTimeout = "10";

    public DataFolders Folders => folders;

    public EndpointReference Endpoint => field ??= new EndpointReference(this, Tcp);

    public abstract ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>What has to be installed.</summary>
    public abstract IReadOnlyList<ServerProgram> Programs { get; }

    /// <summary>The command line after the lock.</summary>
    protected abstract IEnumerable<object> CommandLine { get; }

    /// <summary>Runs before each start, restarts included.</summary>
    protected abstract Task PrepareAsync(ILogger log, CancellationToken ct);

    public void AddArguments(IList<object> arguments)
    {
        foreach (var argument in (IEnumerable<object>)["--timeout", LockTimeout, "--no-fork", PathOf(DataFolders.ServerLock), .. CommandLine])
            arguments.Add(argument);
    }

    public async Task PrepareInFolderAsync(ILogger log, CancellationToken ct)
    {
        await folders.UntilFreeAsync(Name, ct);
        await PrepareAsync(log, ct);
    }

    protected string PathOf(string file) => Path.Combine(WorkingDirectory, file);

    /// <summary>A file that nobody else may read: passwords are in files, since <c>ps</c> would show them.</summary>
    protected void WriteSecret(string file, string content, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        File.Delete(PathOf(file));
        using var stream = new FileStream(PathOf(file), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode });
        using var writer = new StreamWriter(stream);
        writer.Write(content);
    }

    /// <summary>Runs a step of the preparation; what it says is in the server's log.</summary>
    /// <exception cref="DistributedApplicationException">It ended with another code than 0.</exception>
    protected async Task RunAsync(ILogger log, string program, IEnumerable<string> arguments, CancellationToken ct, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var reading = Task.WhenAll(ForwardAsync(process.StandardOutput, log, ct), ForwardAsync(process.StandardError, log, ct));
        await process.StandardInput.WriteAsync(input.AsMemory(), ct);
        process.StandardInput.Close();
        await process.WaitForExitAsync(ct);
        await reading;
        if (process.ExitCode != 0)
            throw new DistributedApplicationException($"'{Path.GetFileName(program)}' ended with exit code {process.ExitCode}; the log says why.");
    }

    static async Task ForwardAsync(StreamReader output, ILogger log, CancellationToken ct)
    {
        while (await output.ReadLineAsync(ct) is { } line)
            log.LogInformation("{Line}", line);
    }
}

static class ServerProcessExtensions
{
    /// <summary>Adds the process on ports that Aspire picks, without a proxy, which would halve what Redis can do.</summary>
    public static IResourceBuilder<T> AddServerProcess<T>(this IDistributedApplicationBuilder builder, T server, string? portVariable = null)
        where T : ServerProcess
    {
        // DCP asks every container runtime that it knows how it is, and podman then leaves a process in the background for ever.
        builder.Configuration["DcpPublisher:ContainerRuntime"] ??= "docker";
        return builder.AddResource(server)
            .WithEndpoint(scheme: "tcp", name: ServerProcess.Tcp, env: portVariable, isProxied: false)
            .WithArgs(context => server.AddArguments(context.Args))
            .OnBeforeResourceStarted((_, starting, ct) =>
                server.PrepareInFolderAsync(starting.Services.GetRequiredService<ResourceLoggerService>().GetLogger(server), ct))
            .WithHealthCheck(server.CheckName);
    }

    extension(ServerProcess server)
    {
        public string CheckName => $"{server.Name}_check";
    }
}

/// <summary>A program of the system's packages.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Package">The Debian package that brings it.</param>
sealed record ServerProgram(string Name, string Package)
{
    public static readonly ServerProgram Redis = new("redis-server", "redis-server");
    public static readonly ServerProgram RabbitMq = new("rabbitmq-server", "rabbitmq-server");
    public static readonly ServerProgram Epmd = new("epmd", "rabbitmq-server");
    public static readonly ServerProgram Postgres = new("postgres", "postgresql");
    public static readonly ServerProgram InitDb = new("initdb", "postgresql");

    // The packages' folders come first: Debian's wrappers in PATH switch users or choose clusters.
    static IEnumerable<string> Folders =>
    [
        .. Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(VersionOf).Select(version => $"{version}/bin")
            : [],
        "/usr/lib/rabbitmq/bin",
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        "/usr/sbin",
    ];

    /// <summary>The full path, or null where it is not installed.</summary>
    /// <param name="searchPath">Folders, colon-separated, to look into instead of PATH and the packages' own.</param>
    public string? Find(string? searchPath = null) =>
        (searchPath?.Split(':') ?? Folders).Select(folder => System.IO.Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    public string Path => Find() ?? throw new DistributedApplicationException(Absence);

    /// <summary>Says how to get it.</summary>
    public string Absence => $"'{Name}' is not installed. It is in the package '{Package}': apt-get install -y --no-install-recommends {Package}";

    static int VersionOf(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
