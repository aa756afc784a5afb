namespace Ticketing.Core.Messaging;

/// <summary>Says that a consumer has done what a message asks; written in the transaction of its effects.</summary>
public sealed class InboxMessage
{
    /// <summary>Name of the consumer's queue.</summary>
    public required string Consumer { get; init; }

    public required Guid MessageId { get; init; }
    public required DateTimeOffset ProcessedAt { get; init; }
}
