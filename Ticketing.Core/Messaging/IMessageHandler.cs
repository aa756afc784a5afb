namespace Ticketing.Core.Messaging;

/// <summary>
/// Does what a message asks. It may be handed the same message again, also at the same time as another message, and out of order.
/// Throwing hands the message back, to be delivered again after a growing delay.
/// </summary>
public interface IMessageHandler<in TMessage>
{
    Task HandleAsync(TMessage message, MessageContext context, CancellationToken ct);
}

/// <summary>How a message came.</summary>
/// <param name="MessageId">Of the outbox row; the same in every delivery.</param>
/// <param name="Consumer">Name of the queue.</param>
/// <param name="Attempt">1 for the first.</param>
public sealed record MessageContext(Guid MessageId, string Consumer, int Attempt);
