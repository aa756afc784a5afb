using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.Running;

/// <summary>
/// The folders of one stack: kept ones under the AppHost's <c>.embedded</c>, which one stack at a time may use, and one temporary one,
/// which ends with the stack.
/// </summary>
sealed class StackFolders : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode OthersMayPass = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    const string TemporaryPrefix = "embedded-stack-";

    readonly string appHostDirectory;
    readonly List<FileStream> locks = [];

    public StackFolders(string appHostDirectory, string stackId, TimeProvider time)
    {
        this.appHostDirectory = appHostDirectory;
        // Not the user's own temporary folder: the postgres user must be able to reach it.
        Temporary = $"/var/tmp/{TemporaryPrefix}{stackId}";
        RemoveAbandoned(time.GetUtcNow());
        Create(Temporary, OthersMayPass);
        locks.Add(TryLock(Temporary)!);
    }

    /// <summary>Ends with the stack.</summary>
    public string Temporary { get; }

    /// <summary>Where a server keeps what it stores.</summary>
    /// <param name="ofPostgres">Whether another user than root must reach it, whom a home folder is closed to.</param>
    /// <exception cref="DistributedApplicationException">Another stack uses it now.</exception>
    public string ForData(string resource, bool keep, bool ofPostgres)
    {
        var parent = !keep ? Temporary
            : ofPostgres && Environment.IsPrivilegedProcess ? $"/var/tmp/ticketing-{Hash(appHostDirectory)}"
            : Path.Combine(appHostDirectory, ".embedded");
        var folder = Create(Path.Combine(Create(parent, OthersMayPass), resource), OthersMayPass);
        locks.Add(TryLock(folder) ?? throw new DistributedApplicationException(
            $"Resource '{resource}': another stack uses the data in {folder}. Stop it first, or run this one without kept data."));
        return folder;
    }

    /// <param name="keep">Whether the logs should outlive the stack.</param>
    public string ForLogs(bool keep) => keep
        ? Create(Path.Combine(Create(Path.Combine(appHostDirectory, ".embedded"), OthersMayPass), "logs"), OwnerOnly)
        : Create(Path.Combine(Temporary, "logs"), OwnerOnly);

    public void Dispose() => locks.ForEach(held => held.Dispose());

    // Those of stacks that ended together with their guard: a power cut, for example.
    static void RemoveAbandoned(DateTimeOffset now)
    {
        foreach (var folder in Directory.EnumerateDirectories("/var/tmp", $"{TemporaryPrefix}*"))
        {
            // One that is just being made is not locked yet.
            if (now - Directory.GetLastWriteTimeUtc(folder) < TimeSpan.FromMinutes(1))
                continue;

            try
            {
                using var held = TryLock(folder);
                if (held is not null)
                    Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException)
            {
                // Another user's, or its guard was faster.
            }
        }
    }

    // The kernel lets go of the lock when this process ends, in whatever way.
    static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (DirectoryNotFoundException)
        {
            throw;
        }
        catch (IOException)
        {
            return null;
        }
    }

    static string Create(string folder, UnixFileMode mode)
    {
        Directory.CreateDirectory(folder, mode);
        return folder;
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
