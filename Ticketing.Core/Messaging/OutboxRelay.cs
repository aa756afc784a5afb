using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

/// <summary>Publishes the outbox, batch after batch, on one channel; on a new one after any fault of the broker or the database.</summary>
sealed class OutboxRelay(
    MessageQueue[] queues, Broker broker, IServiceScopeFactory scopes, OutboxSignal signal, IOptions<MessagingOptions> options,
    ILogger<OutboxRelay> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Unrecorded, so that its queries are not traces of their own; each message continues the trace of its cause.
            using var unrecorded = new Activity("outbox relay").Start();
            try
            {
                await using var channel = await broker.OpenChannelAsync(concurrency: 1, stoppingToken);
                await Topology.DeclareExchangesAsync(channel, stoppingToken);
                foreach (var queue in queues)
                {
                    await Topology.DeclareQueueAsync(channel, queue, options.Value.DelaysOf(queue), stoppingToken);
                }

                await RelayAsync(channel, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outbox cannot be relayed; trying again in {Delay}", options.Value.FailureDelay);
                await Task.Delay(options.Value.FailureDelay, stoppingToken);
            }
        }
    }

    async Task RelayAsync(IChannel channel, CancellationToken ct)
    {
        while (true)
        {
            await using (var scope = scopes.CreateAsyncScope())
            {
                var batch = scope.ServiceProvider.GetRequiredService<OutboxBatch>();
                if (await batch.RelayAsync(channel, ct))
                {
                    continue;
                }
            }

            await signal.WaitAsync(options.Value.PollInterval, ct);
        }
    }
}
