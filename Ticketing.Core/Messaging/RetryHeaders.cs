using RabbitMQ.Client;

namespace Ticketing.Core.Messaging;

/// <summary>What a message carries from one attempt to the next.</summary>
static class RetryHeaders
{
    const string AttemptHeader = "attempt";
    const string ErrorHeader = "error";
    const string TraceParentHeader = "traceparent";
    const int ErrorLength = 1000;

    public static int Attempt(IReadOnlyBasicProperties properties) =>
        properties.Headers?.TryGetValue(AttemptHeader, out var attempt) == true && attempt is int number and > 0 ? number : 1;

    public static BasicProperties After(IReadOnlyBasicProperties properties, Exception failure)
    {
        var error = $"{failure.GetType().Name}: {failure.Message}";
        return new BasicProperties
        {
            MessageId = properties.MessageId,
            Type = properties.Type,
            ContentType = properties.ContentType,
            Persistent = true,
            Timestamp = properties.Timestamp,
            Headers = new Dictionary<string, object?>
            {
                [AttemptHeader] = Attempt(properties) + 1,
                [ErrorHeader] = error[..Math.Min(error.Length, ErrorLength)],
                [TraceParentHeader] = properties.Headers?.TryGetValue(TraceParentHeader, out var traceParent) == true ? traceParent : null,
            },
        };
    }
}
