namespace Ticketing.Core.Messaging;

/// <summary>What the message asks cannot be done, however often it is tried: it goes to the dead letters at once.</summary>
public sealed class FutileMessageException(string message, Exception? cause = null) : Exception(message, cause);
