using System.Globalization;
using System.Text;

namespace Ticketing.Load.Stack;

/// <summary>A service's process as the kernel sees it.</summary>
sealed class ServiceProcess
{
    // USER_HZ, which is 100 wherever Linux runs.
    const double TicksPerSecond = 100;

    ServiceProcess(int id) => Id = id;

    public int Id { get; }

    /// <summary>The process that was told to listen on the port; the environment is what tells it from another stack's.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static ServiceProcess ListeningOn(int port)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[^1])))
        {
            if (Environment(folder).Any(variable => IsUrlsWith(variable, port)))
                return new ServiceProcess(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture));
        }

        throw new InvalidOperationException($"No process here was told to listen on port {port}.");
    }

    /// <summary>Processor time used so far, in user and kernel mode.</summary>
    public TimeSpan ProcessorTime()
    {
        // The second field is a name that may have blanks in it; utime and stime are the 14th and 15th.
        var stat = File.ReadAllText($"/proc/{Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    public long ResidentBytes() =>
        long.Parse(File.ReadAllText($"/proc/{Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * System.Environment.SystemPageSize;

    static bool IsUrlsWith(string variable, int port) =>
        variable.StartsWith("ASPNETCORE_URLS=", StringComparison.Ordinal)
        && variable["ASPNETCORE_URLS=".Length..].Split(';').Any(url => url.EndsWith($":{port}", StringComparison.Ordinal));

    static string[] Environment(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"{folder}/environ")).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ended meanwhile, or another user's.
            return [];
        }
    }
}
