using System.Text;
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
