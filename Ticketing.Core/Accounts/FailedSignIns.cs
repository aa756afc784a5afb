namespace Ticketing.Core.Accounts;

/// <summary>How often somebody tried to sign in to an account in vain, from one network, and until when nobody may from there.</summary>
public sealed class FailedSignIns
{
    /// <summary>As <see cref="Network"/>: all networks from which nobody has signed in to the account yet.</summary>
    public const string UnknownNetworks = "*";

    /// <summary>In the place of a network: attempts at codes, from wherever.</summary>
    public const string Codes = "codes";

    /// <summary>A hash of the address, whether or not there is such an account.</summary>
    public required string Account { get; init; }

    public required string Network { get; init; }

    public int Count { get; init; }

    public DateTimeOffset LastAt { get; init; }

    public DateTimeOffset BlockedUntil { get; init; }
}
