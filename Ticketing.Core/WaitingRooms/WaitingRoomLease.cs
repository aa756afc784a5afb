namespace Ticketing.Core.WaitingRooms;

/// <summary>A customer's stay inside, from taking the pass to buying, or to its end. They never outnumber the room's cap.</summary>
public sealed class WaitingRoomLease
{
    public required Guid Id { get; init; }
    public required long RoomId { get; init; }
    public required Guid CustomerId { get; init; }

    /// <summary>The number that was handed out, which names the place.</summary>
    public required long Place { get; init; }

    /// <summary>Where in the order the place is, from 0.</summary>
    public required long Position { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the replicas ask for news by.</summary>
    public required DateTimeOffset ChangedAt { get; set; }
}
