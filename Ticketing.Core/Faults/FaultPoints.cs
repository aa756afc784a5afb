using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Ticketing.Core.Faults;

/// <summary>
/// Lets a test break a process at an exact point. A point is armed by a file of its name in <c>Faults:Folder</c>, which counts in the
/// environment <c>Test</c> only; everywhere else reaching a point does nothing, and a service with that setting does not start. The
/// file says what happens: <c>kill</c> (as by SIGKILL), <c>throw</c>, or <c>delay</c> and a time span. Whoever gets there first renames
/// it to <c>….struck</c>, so a point strikes once, and not again in the process that takes the dead one's place.
/// </summary>
public sealed class FaultPoints
{
    readonly string? folder;

    public FaultPoints(IConfiguration configuration, IHostEnvironment environment)
        : this(environment.IsEnvironment("Test") ? configuration["Faults:Folder"] : null)
    {
    }

    FaultPoints(string? folder) => this.folder = folder;

    /// <summary>For those who make their own parts: nothing ever strikes.</summary>
    public static FaultPoints Unarmed { get; } = new(folder: null);

    /// <exception cref="FaultStruckException">The point is armed to throw.</exception>
    public ValueTask ReachAsync(string point, CancellationToken ct) =>
        folder is null ? ValueTask.CompletedTask : StrikeAsync(Path.Combine(folder, point), point, ct);

    static async ValueTask StrikeAsync(string armed, string point, CancellationToken ct)
    {
        if (!File.Exists(armed) || TakeAway(armed) is not { } action)
            return;

        switch (action.Trim().Split(' '))
        {
            case ["kill"]:
                using (var self = Process.GetCurrentProcess())
                    self.Kill();
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                break;
            case ["throw"]:
                throw new FaultStruckException(point);
            case ["delay", var time]:
                await Task.Delay(TimeSpan.Parse(time, CultureInfo.InvariantCulture), ct);
                break;
            default:
                throw new FormatException($"Fault point {point} cannot do '{action}'.");
        }
    }

    /// <returns>Null if another got there first.</returns>
    static string? TakeAway(string armed)
    {
        try
        {
            // Read first: once it is struck, it belongs to the test.
            var action = File.ReadAllText(armed);
            File.Move(armed, $"{armed}.struck");
            return action;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>A test wanted this to fail.</summary>
public sealed class FaultStruckException(string point) : Exception($"Fault point {point} struck.");
