using System.Security.Cryptography;
using System.Text;

namespace Ticketing.AppHost.Servers;

/// <summary>
/// Where one stack's servers keep what they store: with the AppHost, or in a folder that ends with the run. One stack at a time uses it.
/// </summary>
sealed class DataFolders(string appHostDirectory, bool keepData) : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OthersMayPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    const string RunPrefix = "ticketing-run-";

    /// <summary>Held by whoever runs the stack.</summary>
    const string StackLock = ".stack";

    /// <summary>Held by a server's process itself (see <see cref="ServerProcess"/>), which may outlive a killed AppHost for some seconds.</summary>
    public const string ServerLock = ".lock";

    // Not the user's own temporary folder, and for root not its home: the user postgres has to reach it.
    readonly string root = !keepData ? $"/var/tmp/{RunPrefix}{Guid.NewGuid():N}"
        : Environment.IsPrivilegedProcess ? $"/var/tmp/ticketing-{Hash(appHostDirectory)}"
        : Path.Combine(appHostDirectory, ".servers");

    FileStream? held;

    /// <summary>The folder of a server; it is there from <see cref="Claim"/> on.</summary>
    public string Of(string server) => Path.Combine(root, server);

    /// <exception cref="DistributedApplicationException">Another stack uses them now.</exception>
    public void Claim(IEnumerable<string> servers)
    {
        RemoveAbandoned();
        Directory.CreateDirectory(root, OthersMayPass);
        held = TryLock(root, StackLock) ?? throw new DistributedApplicationException(
            $"Another stack uses the data in {root}. Stop it first, or run this one without: --KeepData=false");
        foreach (var server in servers)
        {
            Directory.CreateDirectory(Of(server), OthersMayPass);
            if (!IsFree(Of(server)))
                throw new DistributedApplicationException($"The {server} of a stack that was killed still uses {Of(server)}. It ends within seconds.");
        }
    }

    /// <summary>Waits until no process of the server is left, its children included.</summary>
    public async Task UntilFreeAsync(string server, CancellationToken ct)
    {
        while (!IsFree(Of(server)))
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
    }

    /// <summary>The folder that has to go with the run; null where data is kept.</summary>
    public string? Temporary => keepData ? null : root;

    public void Dispose() => held?.Dispose();

    /// <summary>Those of runs that ended together with their guard: a power cut, for example.</summary>
    static void RemoveAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories("/var/tmp", $"{RunPrefix}*"))
        {
            // One that is just being made is not locked yet.
            if (TimeProvider.System.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder) > TimeSpan.FromMinutes(1) && IsAbandoned(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    static bool IsAbandoned(string folder)
    {
        try
        {
            using var stack = TryLock(folder, StackLock);
            return stack is not null && Directory.GetDirectories(folder).All(IsFree);
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's.
            return false;
        }
    }

    static bool IsFree(string folder)
    {
        using var free = TryLock(folder, ServerLock);
        return free is not null;
    }

    // The kernel lets go of the lock when its holder ends, in whatever way. flock(1) and .NET mean the same lock.
    static FileStream? TryLock(string folder, string file)
    {
        try
        {
            return new FileStream(Path.Combine(folder, file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
