namespace Ticketing.Core.Messaging;

/// <summary>A queue, and the types of the messages that it takes.</summary>
public sealed class MessageQueue(string name, params Type[] types)
{
    public string Name => name;

    internal IReadOnlyList<string> MessageTypes { get; } = [.. types.Select(type => type.Name)];
}
