namespace Ticketing.Core.Messaging;

/// <summary>A queue, and the types of the messages that it takes.</summary>
public sealed class MessageQueue(string name, params Type[] types)
{
    public string Name => name;

    /// <summary>Delays after those that all queues have, where what may fail takes longer to mend.</summary>
    public IReadOnlyList<TimeSpan> LaterRetries { get; init; } = [];

    internal IReadOnlyList<string> MessageTypes { get; } = [.. types.Select(type => type.Name)];
}
