using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>Publishes the outbox, batch after batch, on one channel; on a new one after any fault of the broker or the database.</summary>
sealed class OutboxRelay(
    MessageQueue[] queues, Broker broker, IServiceScopeFactory scopes, OutboxSignal signal, IOptions<MessagingOptions> options,
    Standby standby, ILogger<OutboxRelay> logger)
    : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            // Unrecorded, so that its queries are not traces of their own; each message continues the trace of its cause.
            using var unrecorded = new Activity("outbox relay").Start();
            try
            {
                await using var channel = await broker.OpenChannelAsync(concurrency: 1, ct);
                await broker.DeclareAsync(channel, queues, ct);
                await RelayAsync(channel, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outbox cannot be relayed; trying again in {Delay}", options.Value.FailureDelay);
                await Task.Delay(options.Value.FailureDelay, ct);
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
