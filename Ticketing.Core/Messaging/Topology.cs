using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Messaging;

/// <summary>
/// What stands on the broker. Messages go to one topic exchange by their type; a queue of a consumer takes the types it binds, and has
/// an exchange of its own name for what is meant for it alone. A message that failed rests in the queue of its delay, whose expiry
/// brings it back; one that failed too often is in <c>{queue}.dead</c>. Every move is at least once: nothing leaves a queue before the
/// next one has it.
/// </summary>
public static class Topology
{
    /// <summary>Takes what all services publish.</summary>
    public const string Exchange = "ticketing";

    /// <summary>Takes what failed too often, by the queue that it failed in.</summary>
    public const string DeadLetters = "ticketing.dead";

    /// <summary>
    /// Deliveries that may end without an answer, because a consumer died or lost its connection. Failures are counted apart, in the
    /// message, so this only has to stop a message that kills its consumers.
    /// </summary>
    internal const int DeliveryLimit = 10;

    /// <summary>Declares everything that the queues need; what is there already stays.</summary>
    /// <param name="options">Say after which delays failed messages come back.</param>
    public static async Task DeclareAsync(IChannel channel, IEnumerable<MessageQueue> queues, MessagingOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(queues);
        ArgumentNullException.ThrowIfNull(options);
        await channel.ExchangeDeclareAsync(Exchange, ExchangeType.Topic, durable: true, cancellationToken: ct);
        await channel.ExchangeDeclareAsync(DeadLetters, ExchangeType.Direct, durable: true, cancellationToken: ct);
        foreach (var queue in queues)
            await DeclareQueueAsync(channel, queue, options.DelaysOf(queue), ct);
    }

    static async Task DeclareQueueAsync(IChannel channel, MessageQueue messageQueue, IEnumerable<TimeSpan> retryDelays, CancellationToken ct)
    {
        var queue = messageQueue.Name;
        await DeclareAsync(channel, DeadQueue(queue), [], ct);
        await channel.QueueBindAsync(DeadQueue(queue), DeadLetters, queue, cancellationToken: ct);

        await DeclareAsync(channel, queue, [.. DeadLetterTo(DeadLetters, queue), new("x-delivery-limit", DeliveryLimit)], ct);
        await channel.ExchangeDeclareAsync(OwnExchange(queue), ExchangeType.Direct, durable: true, cancellationToken: ct);
        await channel.QueueBindAsync(queue, OwnExchange(queue), queue, cancellationToken: ct);
        foreach (var type in messageQueue.MessageTypes)
        {
            await channel.QueueBindAsync(queue, Exchange, type, cancellationToken: ct);
        }

        foreach (var delay in retryDelays)
        {
            var rest = RetryQueue(queue, delay);
            await DeclareAsync(channel, rest, [.. DeadLetterTo(OwnExchange(queue), queue), new("x-message-ttl", Milliseconds(delay))], ct);
            await channel.QueueBindAsync(rest, OwnExchange(queue), rest, cancellationToken: ct);
        }
    }

    /// <summary>Whose messages go to one queue, past the others that take their type. Not the default exchange, which reaches every queue there is.</summary>
    internal static string OwnExchange(string queue) => queue;

    /// <summary>Where what failed too often waits to be parked.</summary>
    public static string DeadQueue(string queue) => $"{queue}.dead";

    /// <summary>Has the delay in its name, since the arguments of a queue cannot be changed.</summary>
    internal static string RetryQueue(string queue, TimeSpan delay) =>
        string.Create(CultureInfo.InvariantCulture, $"{queue}.later.{Milliseconds(delay)}ms");

    static long Milliseconds(TimeSpan delay) => (long)delay.TotalMilliseconds;

    /// <summary>At least once, which the broker only grants to queues that refuse when full instead of dropping.</summary>
    static KeyValuePair<string, object?>[] DeadLetterTo(string exchange, string routingKey) =>
    [
        new("x-dead-letter-exchange", exchange),
        new("x-dead-letter-routing-key", routingKey),
        new("x-dead-letter-strategy", "at-least-once"),
        new("x-overflow", "reject-publish"),
    ];

    static async Task DeclareAsync(IChannel channel, string queue, KeyValuePair<string, object?>[] arguments, CancellationToken ct) =>
        await channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            new Dictionary<string, object?>(arguments) { ["x-queue-type"] = "quorum" },
            cancellationToken: ct);
}

/// <summary>
/// Every queue of the system. Those who publish must know them too: a message that one queue takes counts as published, and a queue
/// that its consumer had yet to declare would never see it.
/// </summary>
public static class Queues
{
    public static MessageQueue SeatHolds { get; } =
        new("seat-holds", typeof(BookingConfirmed), typeof(BookingExpired), typeof(BookingRefused), typeof(TicketsCancelled), typeof(ShowingCancelled));

    public static MessageQueue Payments { get; } =
        new("payments", typeof(PaymentNotified), typeof(RefundRequested), typeof(ShowingCancelled), typeof(BookingReaddressed));

    public static MessageQueue Emails { get; } =
        new("emails", typeof(BookingConfirmed), typeof(TicketsCancelled), typeof(RefundCompleted), typeof(MailResendRequested),
            typeof(AddressChangeNotice), typeof(AccountRequested), typeof(PasswordChanged), typeof(SecurityNotice))
        {
            // Mail servers that are down or greylist are often back only after hours.
            LaterRetries = [TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(3)],
        };

    public static MessageQueue WaitingRooms { get; } = new("waiting-rooms", typeof(BookingConfirmed));

    public static MessageQueue[] All => [SeatHolds, Payments, Emails, WaitingRooms];
}

/// <summary>A queue, and the types of the messages that it takes.</summary>
public sealed class MessageQueue(string name, params Type[] types)
{
    public string Name => name;

    /// <summary>Delays after those that all queues have, where what may fail takes longer to mend.</summary>
    public IReadOnlyList<TimeSpan> LaterRetries { get; init; } = [];

    internal IReadOnlyList<string> MessageTypes { get; } = [.. types.Select(type => type.Name)];
}

/// <summary>
/// Types of messages that no queue took a moment ago. They are left alone for that moment, so that they do not fill every batch and
/// keep back those that can be delivered.
/// </summary>
sealed class UnroutableTypes(IOptions<MessagingOptions> options, TimeProvider clock)
{
    readonly ConcurrentDictionary<string, DateTimeOffset> until = new();

    public void Add(string type) => until[type] = clock.GetUtcNow() + options.Value.FailureDelay;

    public string[] Current()
    {
        var now = clock.GetUtcNow();
        return [.. until.Where(type => type.Value > now).Select(type => type.Key)];
    }
}
