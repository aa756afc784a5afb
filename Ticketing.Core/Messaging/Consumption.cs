using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ticketing.Core.Messaging;

/// <summary>Takes deliveries of queues over one channel, for as long as the channel lasts.</summary>
static class Consumption
{
    public delegate Task Handle(IChannel channel, string queue, BasicDeliverEventArgs delivery, CancellationToken abandon);

    /// <summary>
    /// Ends when the channel or one of the queues is lost, or when told to stop: then the consumers are cancelled first, and what is
    /// being handled is finished.
    /// </summary>
    /// <param name="handle">Answers the delivery. Must not throw.</param>
    /// <param name="concurrency">That of the channel: deliveries handled at the same time, of all the queues together.</param>
    public static async Task RunAsync(
        IChannel channel, IReadOnlyList<string> queues, int concurrency, Handle handle, TimeSpan drainTimeout, CancellationToken stop)
    {
        using var inFlight = new InFlight(concurrency);
        await channel.BasicQosAsync(0, (ushort)concurrency, global: false, stop);

        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task Lose()
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        }

        channel.ChannelShutdownAsync += (_, _) => Lose();
        var tags = new List<string>();
        try
        {
            foreach (var queue in queues)
            {
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += (_, delivery) => inFlight.RunAsync(ct => handle(channel, queue, delivery, ct));
                // The broker cancels the consumer of a queue that is deleted; the channel stays open.
                consumer.UnregisteredAsync += (_, _) => Lose();
                tags.Add(await channel.BasicConsumeAsync(queue, autoAck: false, consumer, stop));
            }

            await lost.Task.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var tag in stop.IsCancellationRequested && channel.IsOpen ? tags : [])
            {
                await channel.BasicCancelAsync(tag, cancellationToken: CancellationToken.None);
            }
        }
        finally
        {
            // An acknowledgement on a channel that is being disposed would take the whole connection down.
            await inFlight.DrainAsync(drainTimeout);
        }
    }
}
