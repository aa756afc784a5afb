namespace Ticketing.Core.Messaging;

/// <summary>RabbitMQ is away, refused a message or did not confirm it.</summary>
public sealed class BrokerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
