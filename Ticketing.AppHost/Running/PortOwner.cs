using System.Globalization;

namespace Ticketing.AppHost.Running;

/// <summary>Finds out from /proc which process listens on a port.</summary>
static class PortOwner
{
    const string Listening = "0A";

    static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>"name (pid 42)", or null when it cannot be told: another user's process, for example.</summary>
    public static string? Find(int port)
    {
        var sockets = SocketsListeningOn(port);
        if (sockets.Count == 0)
            return null;

        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && Holds(process, sockets))
                return $"{File.ReadAllText($"{process}/comm").Trim()} (pid {id})";
        }

        return null;
    }

    // Columns: 1 local address in hex as IP:PORT, 3 state, 9 inode.
    static HashSet<string> SocketsListeningOn(int port) =>
    [
        .. Tables
            .Where(File.Exists)
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(column => column[3] == Listening && column[1].EndsWith($":{port:X4}", StringComparison.Ordinal))
            .Select(column => $"socket:[{column[9]}]"),
    ];

    static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles($"{process}/fd").Any(file => new FileInfo(file).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is not ours to look into.
            return false;
        }
    }
}
