using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

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

/// <summary>That a queue takes messages of a type, and what is done with one.</summary>
sealed record Subscription(string Queue, string MessageType, Subscription.Handle HandleAsync)
{
    /// <param name="scope">Services of this one delivery.</param>
    /// <exception cref="UnreadableMessageException">The body is not such a message.</exception>
    public delegate Task Handle(IServiceProvider scope, ReadOnlyMemory<byte> body, MessageContext context, CancellationToken ct);

    public static Subscription Of<TMessage, THandler>(string queue)
        where THandler : class, IMessageHandler<TMessage> =>
        new(queue, typeof(TMessage).Name, (scope, body, context, ct) =>
        {
            var message = Read<TMessage>(body);
            return scope.GetRequiredService<THandler>().HandleAsync(message, context, ct);
        });

    static TMessage Read<TMessage>(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<TMessage>(body.Span, MessageJson.Options)
                ?? throw new UnreadableMessageException($"A {typeof(TMessage).Name} cannot be null.");
        }
        catch (JsonException e)
        {
            throw new UnreadableMessageException($"The body is not a {typeof(TMessage).Name}.", e);
        }
    }
}
