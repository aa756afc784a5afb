namespace Ticketing.Core.Messaging;

/// <summary>What was delivered is not a message that its queue's consumer knows; delivering it again would not help.</summary>
sealed class UnreadableMessageException(string message, Exception? cause = null) : Exception(message, cause);
