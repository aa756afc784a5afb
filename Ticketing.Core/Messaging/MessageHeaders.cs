using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RabbitMQ.Client;
using Ticketing.Core.Requests;

namespace Ticketing.Core.Messaging;

/// <summary>What a message carries from one attempt to the next, beside what every message does.</summary>
static class MessageHeaders
{
    public const string Error = "error";
    public const string FirstFailedAt = "first-failed-at";
    public const string FailedAt = "failed-at";
    public const string ReplayOf = "replay-of";
    public const string TraceParent = "traceparent";
    const string AttemptHeader = "attempt";
    const int ErrorLength = 1000;

    /// <summary>1 for the first.</summary>
    public static int Attempt(IReadOnlyBasicProperties properties) =>
        Value(properties, AttemptHeader) is int number and > 0 ? number : 1;

    /// <summary>Null when the message does not carry it as text.</summary>
    public static string? Text(IReadOnlyBasicProperties properties, string header) => Value(properties, header) switch
    {
        byte[] text => Encoding.UTF8.GetString(text),
        string text => text,
        _ => null,
    };

    /// <summary>Null when the message does not carry it as an instant.</summary>
    public static DateTimeOffset? Instant(IReadOnlyBasicProperties properties, string header) =>
        Value(properties, header) is long milliseconds and >= 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>What the message goes on with after a failure: to its next attempt, or to the dead letters.</summary>
    public static BasicProperties After(IReadOnlyBasicProperties properties, Exception failure, bool isDead, DateTimeOffset now)
    {
        var error = $"{failure.GetType().Name}: {failure.Message}";
        var failedAt = now.ToUnixTimeMilliseconds();
        return new BasicProperties
        {
            MessageId = properties.MessageId,
            Type = properties.Type,
            ContentType = properties.ContentType,
            Persistent = true,
            Timestamp = properties.Timestamp,
            Headers = new Dictionary<string, object?>
            {
                [AttemptHeader] = Attempt(properties) + (isDead ? 0 : 1),
                [Error] = error.Cut(ErrorLength),
                [FirstFailedAt] = Value(properties, FirstFailedAt) ?? failedAt,
                [FailedAt] = failedAt,
                [ReplayOf] = Value(properties, ReplayOf),
                [TraceParent] = Value(properties, TraceParent),
            },
        };
    }

    static object? Value(IReadOnlyBasicProperties properties, string header) =>
        properties.Headers?.TryGetValue(header, out var value) == true ? value : null;
}

/// <summary>Ids of messages begin with the time of their making (RFC 9562, version 7), so the primary key also finds them by time.</summary>
static class MessageIds
{
    /// <summary>Smaller than all ids made at this instant or later, and greater than those made a millisecond before.</summary>
    public static Guid Before(DateTimeOffset instant)
    {
        Span<byte> id = stackalloc byte[16];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, instant.ToUnixTimeMilliseconds() << 16);
        id[6] = 0x70;
        id[8] = 0x80;
        return new Guid(id, bigEndian: true);
    }
}

/// <summary>How messages are written: camel case, and enums as words, so that the code may put them in another order.</summary>
static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
}
