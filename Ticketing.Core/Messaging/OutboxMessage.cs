namespace Ticketing.Core.Messaging;

/// <summary>A message written in the same transaction as its cause, waiting to be published.</summary>
public sealed class OutboxMessage
{
    /// <summary>Version 7; also the message's id on the broker, by which consumers know a double.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the message record, which is also the routing key.</summary>
    public required string Type { get; init; }

    /// <summary>The record as JSON.</summary>
    public required string Payload { get; init; }

    /// <summary>W3C <c>traceparent</c> of the cause.</summary>
    public string? TraceParent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; set; }
}
