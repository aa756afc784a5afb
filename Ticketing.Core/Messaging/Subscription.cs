using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Core.Messaging;

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
