using System.Globalization;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Ticketing.Load.Stack;

/// <summary>All that a process has started, and what that has started, found by a variable of their environment.</summary>
sealed class MarkedProcesses(string variable, string value)
{
    readonly string mark = $"{variable}={value}";

    public IReadOnlyList<MarkedProcess> All() => [.. With(variable => variable == mark)];

    /// <param name="isMark">Whether a variable, as in <c>NAME=value</c>, is the one that is looked for.</param>
    public static IEnumerable<MarkedProcess> With(Func<string, bool> isMark) =>
        Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(folder[^1]))
            .Where(folder => Read($"{folder}/environ").Split('\0').Any(isMark))
            .Select(folder => new MarkedProcess(
                int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture), Read($"{folder}/comm").Trim(), Read($"{folder}/cmdline").Replace('\0', ' ')));

    /// <summary>Ends all of them as a power cut would: they are stopped first, so that none starts anything in place of what dies.</summary>
    public async Task KillAsync()
    {
        while (All() is { Count: > 0 } left)
        {
            var ids = string.Join(' ', left.Select(process => process.Id));
            // Some may have ended meanwhile.
            await Cli.Wrap("sh").WithArguments(["-c", $"kill -STOP {ids}; kill -KILL {ids}"]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
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
