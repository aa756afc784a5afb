using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api.Accounts;

/// <summary>The section <c>SignIn</c>: how wrong passwords and codes slow down the next, and how long a sign-in opens the account.</summary>
sealed class SignInOptions
{
    /// <summary>Failures of one network at one account that cost nothing.</summary>
    [Range(1, 100)]
    public int FreeFailures { get; init; } = 5;

    /// <summary>After the first that does; each further one doubles it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(15);

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The same for all networks together from which nobody has signed in to the account yet.</summary>
    [Range(1, 10_000)]
    public int FreeFailuresOfUnknownNetworks { get; init; } = 50;

    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestDelayOfUnknownNetworks { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Until a password is looked at, when very many sign in at once; less than the callers' time limit.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:09")]
    public TimeSpan LongestTurn { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>After it members go on buying, but sign in again before they see what is in their account.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan AccountOpenFor { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Failures of one account that become rows of the audit, which are kept for two years; all of them are security events.</summary>
    [Range(1, 1_000)]
    public int FailuresWrittenPerHour { get; init; } = 20;
}
