namespace Ticketing.Core.Messaging;

/// <summary>A message that failed too often, parked where staff can see it and hand it back to its queue.</summary>
public sealed class DeadLetter
{
    public required Guid Id { get; init; }

    /// <summary>The queue whose consumer gave it up.</summary>
    public required string Queue { get; init; }

    /// <summary>Of the outbox row; null if the message had none that can be read.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>Name of the message record; null if the message did not say.</summary>
    public string? Type { get; init; }

    public required string Body { get; init; }

    /// <summary>W3C <c>traceparent</c> of the cause.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What the last attempt failed with.</summary>
    public required string Error { get; init; }

    public required int Attempts { get; init; }
    public DateTimeOffset? FirstFailedAt { get; init; }
    public required DateTimeOffset DeadAt { get; init; }

    public DateTimeOffset? ReplayedAt { get; set; }

    /// <summary>See <see cref="Bookings.Actor"/>.</summary>
    public string? ReplayedBy { get; set; }
}
