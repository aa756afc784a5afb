using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;

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

/// <summary>Publishes one batch. A row is marked only when the broker has confirmed its message, so what is in doubt is published again.</summary>
sealed class OutboxBatch(
    TicketingDbContext context, UnroutableTypes unroutable, MessagingMetrics metrics, TimeProvider clock, FaultPoints faults, ILogger<OutboxBatch> logger)
{
    /// <summary>Also how many messages may be unconfirmed at a time.</summary>
    const int Size = 200;

    /// <summary>A broker that holds back its confirms is treated as lost, so that the rows do not stay locked.</summary>
    static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);

    /// <returns>True when there may be more to publish at once.</returns>
    public async Task<bool> RelayAsync(IChannel channel, CancellationToken ct)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var messages = await TakeAsync(ct);
        if (messages.Count == 0)
        {
            return false;
        }

        // Not the caller's token: a batch that has begun is also ended when the service stops.
        using var timeout = new CancellationTokenSource(ConfirmTimeout, clock);
        var began = clock.GetUtcNow();
        var publishes = messages.ConvertAll(message => OutboxPublisher.PublishAsync(channel, message, began, timeout.Token));
        await Task.WhenAll(publishes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await faults.ReachAsync(FaultPoint.PublishAfterConfirm, CancellationToken.None);
        var now = clock.GetUtcNow();
        var confirmed = messages.Where((_, i) => publishes[i].IsCompletedSuccessfully).ToList();
        await MarkPublishedAsync(confirmed, now);
        await transaction.CommitAsync(CancellationToken.None);
        confirmed.ForEach(message => metrics.Published(now - message.CreatedAt));

        foreach (var (message, publish) in messages.Zip(publishes))
        {
            await ReportAsync(message, publish);
        }

        return confirmed.Count == Size;
    }

    /// <summary>Relays beside this one take other rows.</summary>
    Task<List<OutboxMessage>> TakeAsync(CancellationToken ct) => context.OutboxMessages
        .FromSql(
            $"""
            SELECT * FROM outbox_messages WHERE published_at IS NULL AND type <> ALL({unroutable.Current()})
            ORDER BY id LIMIT {Size} FOR UPDATE SKIP LOCKED
            """)
        .AsNoTracking()
        .ToListAsync(ct);

    async Task MarkPublishedAsync(List<OutboxMessage> messages, DateTimeOffset now)
    {
        var ids = messages.ConvertAll(message => message.Id);
        await context.OutboxMessages
            .Where(message => ids.Contains(message.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.PublishedAt, now), CancellationToken.None);
    }

    /// <exception cref="Exception">Of a channel that can no longer be used.</exception>
    async Task ReportAsync(OutboxMessage message, Task publish)
    {
        try
        {
            await publish;
        }
        catch (PublishReturnException)
        {
            logger.LogWarning("No queue takes {MessageType}; message {MessageId} waits", message.Type, message.Id);
            unroutable.Add(message.Type);
        }
        catch (PublishException e)
        {
            logger.LogWarning(e, "The broker refused message {MessageId}, {MessageType}; it waits", message.Id, message.Type);
        }
    }
}

static class OutboxPublisher
{
    static readonly ActivitySource Source = new("Ticketing.Messaging");

    /// <summary>What waited longer is told of in a trace of its own, which links to the cause's: a trace is a piece of work and not a day.</summary>
    static readonly TimeSpan LongestOfATrace = TimeSpan.FromMinutes(1);

    /// <summary>Ends when the broker has confirmed the message; fails when it refused it, when no queue took it, or when its answer is unknown.</summary>
    public static async Task PublishAsync(IChannel channel, OutboxMessage message, DateTimeOffset now, CancellationToken ct)
    {
        using var span = StartSpan(message, now - message.CreatedAt);
        await channel.BasicPublishAsync(
            Topology.Exchange, routingKey: message.Type, mandatory: true, PropertiesOf(message), Encoding.UTF8.GetBytes(message.Payload), ct);
    }

    static Activity? StartSpan(OutboxMessage message, TimeSpan waited)
    {
        var hasCause = ActivityContext.TryParse(message.TraceParent, traceState: null, isRemote: true, out var cause);
        var isLate = waited > LongestOfATrace;
        var span = Source.StartActivity(
            $"outbox {message.Type}", ActivityKind.Internal, isLate ? default : cause, links: hasCause && isLate ? [new ActivityLink(cause)] : null);
        span?.SetTag("ticketing.outbox.waited_seconds", waited.TotalSeconds);
        return span;
    }

    public static BasicProperties PropertiesOf(OutboxMessage message) => new()
    {
        MessageId = message.Id.ToString(),
        Type = message.Type,
        ContentType = "application/json",
        Persistent = true,
        Timestamp = new AmqpTimestamp(message.CreatedAt.ToUnixTimeSeconds()),
        // The client puts its own span here when it is traced.
        Headers = new Dictionary<string, object?> { [MessageHeaders.TraceParent] = message.TraceParent },
    };
}
