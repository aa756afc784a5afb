namespace Ticketing.Core.Accounts;

/// <summary>
/// From a member's sign-in to the sign-out: its tokens name it, and are worth nothing once it has ended. Guests have none. Rows outlive
/// their member, so that the tokens of somebody who was deleted end too.
/// </summary>
public sealed class Session
{
    public const int LongestWhy = 40;
    public const int LongestUserAgent = 300;

    public required Guid Id { get; init; }

    public required Guid MemberId { get; init; }

    public required SessionKind Kind { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of its tokens.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the member asked for something last, to some minutes: see <see cref="SessionUses"/>.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended before its time, in a stable word, e.g. <c>signed_out</c>.</summary>
    public string? EndedWhy { get; init; }

    /// <summary>The client's network at the sign-in; null where it is not known.</summary>
    public string? Network { get; init; }

    /// <summary>The browser or program that signed in, as it calls itself; null where it does not say.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Whether the sign-in was with a code of the member's authenticator.</summary>
    public bool SecondFactor { get; init; }
}

public enum SessionKind
{
    Customer,
    Staff,
}
