using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ticketing.Core.Messaging;

/// <summary>A message that failed too often, parked where staff can see it and hand it back to its queue.</summary>
public sealed class DeadLetter
{
    public required Guid Id { get; init; }

    /// <summary>The queue whose consumer gave it up.</summary>
    public required string Queue { get; init; }

    /// <summary>Of the outbox row; null if the message had none that can be read.</summary>
    public Guid? MessageId { get; init; }

    /// <summary>Name of the message record; null if the message did not say.</summary>
    public string? Type { get; init; }

    public required string Body { get; init; }

    /// <summary>W3C <c>traceparent</c> of the cause.</summary>
    public string? TraceParent { get; init; }

    /// <summary>What the last attempt failed with.</summary>
    public required string Error { get; init; }

    public required int Attempts { get; init; }
    public DateTimeOffset? FirstFailedAt { get; init; }
    public required DateTimeOffset DeadAt { get; init; }

    public DateTimeOffset? ReplayedAt { get; set; }

    /// <summary>See <see cref="Bookings.Actor"/>.</summary>
    public string? ReplayedBy { get; set; }
}

/// <summary>Reads what came from a queue of the dead.</summary>
static class DeadDelivery
{
    const string NotText = "base64:";

    /// <param name="queue">The one that it died in.</param>
    public static DeadLetter Read(string queue, BasicDeliverEventArgs delivery, DateTimeOffset now)
    {
        var properties = delivery.BasicProperties;
        var body = ToText(delivery.Body.Span);
        var replayOf = MessageHeaders.Text(properties, MessageHeaders.ReplayOf);
        var brokersReason = BrokersReason(properties, queue);
        return new DeadLetter
        {
            Id = IdOf(queue, properties, body, replayOf),
            Queue = queue,
            MessageId = Guid.TryParse(properties.MessageId, out var id) ? id : null,
            Type = Storable(properties.Type),
            Body = body,
            TraceParent = Storable(MessageHeaders.Text(properties, MessageHeaders.TraceParent)),
            Error = Storable(brokersReason ?? MessageHeaders.Text(properties, MessageHeaders.Error)) ?? "It does not say why it died.",
            Attempts = MessageHeaders.Attempt(properties),
            FirstFailedAt = MessageHeaders.Instant(properties, MessageHeaders.FirstFailedAt),
            DeadAt = (brokersReason is null ? MessageHeaders.Instant(properties, MessageHeaders.FailedAt) : null) ?? now,
        };
    }

    /// <summary>The body as it was before it was read.</summary>
    public static byte[] ToBody(string text) =>
        text.StartsWith(NotText, StringComparison.Ordinal) ? Convert.FromBase64String(text[NotText.Length..]) : Encoding.UTF8.GetBytes(text);

    // PostgreSQL's text is valid UTF-8 without the null character; a poisonous body need not be. JSON never begins with the prefix.
    static string ToText(ReadOnlySpan<byte> body) => Utf8.IsValid(body) && !body.Contains((byte)0) && !body.StartsWith("base64:"u8)
        ? Encoding.UTF8.GetString(body)
        : NotText + Convert.ToBase64String(body);

    static string? Storable(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    /// <summary>
    /// The same for every delivery of one death, and another after a replay: so the primary key keeps a death from being parked twice.
    /// </summary>
    static Guid IdOf(string queue, IReadOnlyBasicProperties properties, string body, string? replayOf)
    {
        // What has no id of its own is known by what it says.
        var message = Guid.TryParse(properties.MessageId, out var id) ? id.ToString() : $"{properties.MessageId}/{properties.Type}/{body}";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{queue}/{replayOf}/{message}"));
        return new Guid(hash.AsSpan(0, 16));
    }

    /// <summary>Why the broker itself declared it dead; null when its consumer did.</summary>
    static string? BrokersReason(IReadOnlyBasicProperties properties, string queue)
    {
        if (properties.Headers?.TryGetValue("x-death", out var value) != true || value is not IEnumerable<object?> deaths)
            return null;

        return deaths.OfType<IDictionary<string, object?>>().Where(death => TextOf(death, "queue") == queue)
            .Select(death => TextOf(death, "reason")).FirstOrDefault() switch
        {
            null => null,
            "delivery_limit" => string.Create(
                CultureInfo.InvariantCulture, $"delivery_limit: handling it ended {Topology.DeliveryLimit + 1} times without an answer; it may kill its consumer."),
            var other => $"{other}: the broker gave up on it.",
        };
    }

    static string? TextOf(IDictionary<string, object?> table, string key) =>
        table.TryGetValue(key, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;
}
