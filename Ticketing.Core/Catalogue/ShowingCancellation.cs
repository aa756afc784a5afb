namespace Ticketing.Core.Catalogue;

/// <summary>
/// A showing that will not take place. How far it has come stands in the bookings themselves, so whoever goes on with it needs nothing else.
/// </summary>
public sealed class ShowingCancellation
{
    public const int LongestReason = 200;

    public required long ShowingId { get; init; }

    /// <summary>In the staff's words.</summary>
    public required string Reason { get; init; }

    /// <summary>See <see cref="Bookings.Actor"/>.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When no booking was left that could still become, or was, a ticket.</summary>
    public DateTimeOffset? CompletedAt { get; set; }
}

/// <summary>A showing was cancelled: nothing of it is sold any more, and its bookings are given back.</summary>
public sealed record ShowingCancelled(long ShowingId);
