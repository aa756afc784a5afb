using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Ticketing.Load.Stack;

/// <summary>All that a process has started, and what that has started, found by a variable of their environment.</summary>
sealed class MarkedProcesses(string variable, string value)
{
    readonly string mark = $"{variable}={value}";

    public IReadOnlyList<MarkedProcess> All() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(folder[^1]))
            .Where(folder => Read($"{folder}/environ").Split('\0').Contains(mark))
            .Select(folder => new MarkedProcess(
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), Read($"{folder}/comm").Trim(), Read($"{folder}/cmdline").Replace('\0', ' '))),
    ];

    /// <summary>Ends all of them as a power cut would: they are stopped first, so that none starts anything in place of what dies.</summary>
    public async Task KillAsync()
    {
        while (All() is { Count: > 0 } left)
        {
            var ids = string.Join(' ', left.Select(process => process.Id));
            using var kill = Process.Start(new ProcessStartInfo("sh", ["-c", $"kill -STOP {ids}; kill -KILL {ids}"]) { RedirectStandardError = true })!;
            await kill.WaitForExitAsync();
        }
    }

    static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return "";
        }
    }
}

sealed record MarkedProcess(int Id, string Name, string CommandLine);
