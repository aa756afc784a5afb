using System.Globalization;

namespace Aspire.Hosting.Running.Workloads.Servers;

/// <summary>A program of the system's packages.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Package">The Debian package that brings it.</param>
sealed record ServerBinary(string Name, string Package)
{
    public static readonly ServerBinary Redis = new("redis-server", "redis-server");
    public static readonly ServerBinary RabbitMq = new("rabbitmq-server", "rabbitmq-server");
    public static readonly ServerBinary Epmd = new("epmd", "rabbitmq-server");
    public static readonly ServerBinary Postgres = new("postgres", "postgresql");
    public static readonly ServerBinary InitDb = new("initdb", "postgresql");
    public static readonly ServerBinary SetPriv = new("setpriv", "util-linux");

    /// <summary>The full path.</summary>
    /// <param name="searchPath">Folders, colon-separated, to look into instead of PATH and the packages' own.</param>
    /// <exception cref="DistributedApplicationException">Not installed; says which package brings it and how to install it.</exception>
    public string FindFor(string resource, string? searchPath) =>
        Folders(searchPath).Select(folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists)
        ?? throw new DistributedApplicationException(
            $"Resource '{resource}' needs '{Name}', which is not installed. It is in the package '{Package}': apt-get install -y --no-install-recommends {Package}");

    // The packages' folders come first: Debian's wrappers in PATH switch users or choose clusters.
    static string[] Folders(string? searchPath) => searchPath is not null
        ? searchPath.Split(':')
        :
        [
            .. Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(VersionOf).Select(version => $"{version}/bin")
                : [],
            "/usr/lib/rabbitmq/bin",
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
            "/usr/sbin",
        ];

    static int VersionOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
