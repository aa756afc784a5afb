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

/// <summary>Where a test may strike: the moments between an effect and the record of it.</summary>
public static class FaultPoint
{
    /// <summary>The booking is <c>Confirming</c>; the provider has yet to be told to take the money.</summary>
    public const string CaptureBefore = "payments.capture.before";

    /// <summary>The provider has the money; nobody here knows.</summary>
    public const string CaptureAfter = "payments.capture.after";

    /// <summary>The next step of a payment is decided and not committed.</summary>
    public const string SettleBeforeCommit = "payments.settle.before-commit";

    /// <summary>The next step of a payment is committed and not taken.</summary>
    public const string SettleAfterCommit = "payments.settle.after-commit";

    /// <summary>A message is handled; the broker does not know.</summary>
    public const string AckBefore = "messaging.ack.before";

    /// <summary>The broker has confirmed a batch of the outbox; its rows do not say so.</summary>
    public const string PublishAfterConfirm = "messaging.publish.after-confirm";

    /// <summary>Redis has given a hold to a booking that is not committed.</summary>
    public const string BookingBeforeCommit = "api.booking.before-commit";

    /// <summary>A booking is committed; its customer has no answer.</summary>
    public const string BookingAfterCommit = "api.booking.after-commit";

    /// <summary>A mail is claimed and not sent.</summary>
    public const string MailBefore = "emails.send.before";

    /// <summary>The mail server has a mail; its row is not committed.</summary>
    public const string MailAfter = "emails.send.after";
}
