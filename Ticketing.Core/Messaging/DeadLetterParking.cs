using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Ticketing.Core.Database;

namespace Ticketing.Core.Messaging;

/// <summary>
/// Moves the dead letters of all queues into the table where staff see them. A letter leaves the broker when its row is committed;
/// while the database is away it stays where it is.
/// </summary>
sealed class DeadLetterParking(
    MessageQueue[] queues, Broker broker, IServiceScopeFactory scopes, IOptions<MessagingOptions> options, MessagingMetrics metrics,
    TimeProvider clock, Standby standby, ILogger<DeadLetterParking> logger)
    : BackgroundService
{
    const int Concurrency = 4;

    readonly Dictionary<string, string> queueOfDead = queues.ToDictionary(queue => Topology.DeadQueue(queue.Name), queue => queue.Name);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => standby.WhileServingAsync(RunAsync, stoppingToken);

    async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var channel = await broker.OpenChannelAsync(Concurrency, ct);
                await broker.DeclareAsync(channel, queues, ct);
                await Consumption.RunAsync(channel, [.. queueOfDead.Keys], Concurrency, ParkAsync, options.Value.DrainTimeout, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(e, "Dead letters cannot be parked; trying again in {Delay}", options.Value.FailureDelay);
                await Task.Delay(options.Value.FailureDelay, ct);
            }
        }
    }

    async Task ParkAsync(IChannel channel, string deadQueue, BasicDeliverEventArgs delivery, CancellationToken abandon)
    {
        var letter = DeadDelivery.Read(queueOfDead[deadQueue], delivery, clock.GetUtcNow());
        while (channel.IsOpen && !abandon.IsCancellationRequested)
        {
            try
            {
                await AddAsync(letter, abandon);
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, CancellationToken.None);
                return;
            }
            catch (Exception e)
            {
                // Kept rather than returned: each return counts towards the limit that some brokers set on every queue.
                logger.LogWarning(e, "Dead letter {MessageId} of queue {Queue} could not be parked", letter.MessageId, letter.Queue);
                await Task.Delay(options.Value.FailureDelay, abandon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task AddAsync(DeadLetter letter, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var added = await scope.ServiceProvider.GetRequiredService<TicketingDbContext>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO dead_letters (id, queue, message_id, type, body, trace_parent, error, attempts, first_failed_at, dead_at)
            VALUES ({letter.Id}, {letter.Queue}, {letter.MessageId}, {letter.Type}, {letter.Body}, {letter.TraceParent}, {letter.Error},
                {letter.Attempts}, {letter.FirstFailedAt}, {letter.DeadAt})
            ON CONFLICT (id) DO NOTHING
            """,
            ct);
        if (added == 1)
        {
            logger.LogError("Message {MessageId} of queue {Queue} is dead and waits for staff: {Error}", letter.MessageId, letter.Queue, letter.Error);
        }

        metrics.Settled(Topology.DeadQueue(letter.Queue), added == 1 ? "parked" : "done");
    }
}
