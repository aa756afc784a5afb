using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;

namespace Ticketing.Core.Messaging;

public static class MessagingExtensions
{
    /// <summary>Publishes this database's outbox to RabbitMQ. Several relays share the work.</summary>
    /// <param name="queues">Those that get their messages even when their consumers have never run.</param>
    public static void AddOutboxRelay(this IHostApplicationBuilder builder, params MessageQueue[] queues)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddBroker();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.ConfigureDbContext<TicketingDbContext>((services, options) =>
            options.AddInterceptors(new OutboxCommit(services.GetRequiredService<OutboxSignal>())));
        builder.Services.AddSingleton<UnroutableTypes>();
        builder.Services.AddScoped<OutboxBatch>();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<OutboxRelay>(services, [queues]));
        builder.Services.AddHostedService<MessagingLag>();
    }

    /// <summary>Keeps the dead letters of the queues in the database, from where <see cref="AddReplay"/> brings them back.</summary>
    public static void AddDeadLetterParking(this IHostApplicationBuilder builder, params MessageQueue[] queues)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddBroker();
        builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<DeadLetterParking>(services, [queues]));
    }

    /// <summary>Lets <see cref="DeadLetterReplay"/> and <see cref="OutboxReplay"/> publish once more to the queues.</summary>
    public static void AddReplay(this IHostApplicationBuilder builder, params MessageQueue[] queues)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddBroker();
        builder.Services.AddScoped<DeadLetterReplay>();
        builder.Services.AddScoped(services => ActivatorUtilities.CreateInstance<OutboxReplay>(services, [queues]));
    }

    /// <summary>
    /// Hands the messages of a type that come to a queue to a handler, made anew in a scope of its own for each.
    /// A queue may take several types: call this once for each.
    /// </summary>
    /// <exception cref="ArgumentException">The queue does not take such messages.</exception>
    public static void AddConsumer<TMessage, THandler>(this IHostApplicationBuilder builder, MessageQueue queue)
        where THandler : class, IMessageHandler<TMessage>
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(queue);
        if (!queue.MessageTypes.Contains(typeof(TMessage).Name))
        {
            throw new ArgumentException($"Queue {queue.Name} does not take a {typeof(TMessage).Name}.", nameof(queue));
        }

        builder.AddBroker();
        builder.Services.TryAddScoped<THandler>();
        if (!builder.Services.Any(s => s.ImplementationInstance is Subscription other && other.Queue == queue.Name))
        {
            builder.Services.AddSingleton<IHostedService>(services => ActivatorUtilities.CreateInstance<QueueConsumer>(services, queue));
        }

        builder.Services.AddSingleton(Subscription.Of<TMessage, THandler>(queue.Name));
    }

    static void AddBroker(this IHostApplicationBuilder builder)
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(Broker)))
        {
            return;
        }

        builder.AddRabbitMQClient("rabbitmq", configureConnectionFactory: factory =>
        {
            factory.NetworkRecoveryInterval = TimeSpan.FromSeconds(1);
            // The relay and the consumers open new channels and declare what they need; old consumers must not come back beside them.
            factory.TopologyRecoveryEnabled = false;
        });
        builder.Services.AddSingleton<Broker>();
        builder.Services.AddSingleton<FaultPoints>();
        builder.Services.AddSingleton<MessagingMetrics>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddOptions<MessagingOptions>().BindConfiguration("Messaging").ValidateDataAnnotations().ValidateOnStart();
    }
}

/// <summary>The section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>Whether services declare exchanges and queues; false where migrations does, with the right to it that services have not.</summary>
    public bool DeclareTopology { get; set; } = true;

    /// <summary>How long the relay waits for a signal before it looks for messages.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the relay or a consumer rests after the broker or the database failed it.</summary>
    public TimeSpan FailureDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a consumer that is told to stop lets its handlers finish before it cancels them.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Messages that a consumer handles at the same time.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; set; } = 8;

    /// <summary>How long published messages, and what consumers and mails remember of them, are kept: how far back a replay reaches.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a message rests after its first, second … failure; after one failure more than there are delays it is dead. Of all queues alike, if set.</summary>
    public TimeSpan[]? RetryDelays { get; set; }

    /// <summary>Set here, not above: the configuration adds to a list that is there already.</summary>
    static readonly TimeSpan[] DefaultRetryDelays =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    internal IReadOnlyList<TimeSpan> DelaysOf(MessageQueue queue) => RetryDelays ?? [.. DefaultRetryDelays, .. queue.LaterRetries];
}
