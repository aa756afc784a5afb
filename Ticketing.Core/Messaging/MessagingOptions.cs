using System.ComponentModel.DataAnnotations;

namespace Ticketing.Core.Messaging;

/// <summary>The section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>Whether services declare exchanges and queues; false where migrations does, with the right to it that services have not.</summary>
    public bool DeclareTopology { get; set; } = true;

    /// <summary>How long the relay waits for a signal before it looks for messages.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the relay or a consumer rests after the broker or the database failed it.</summary>
    public TimeSpan FailureDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a consumer that is told to stop lets its handlers finish before it cancels them.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Messages that a consumer handles at the same time.</summary>
    [Range(1, 1000)]
    public int Concurrency { get; set; } = 8;

    /// <summary>How long published messages, and what consumers and mails remember of them, are kept: how far back a replay reaches.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a message rests after its first, second … failure; after one failure more than there are delays it is dead. Of all queues alike, if set.</summary>
    public TimeSpan[]? RetryDelays { get; set; }

    /// <summary>Set here, not above: the configuration adds to a list that is there already.</summary>
    static readonly TimeSpan[] DefaultRetryDelays =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    internal IReadOnlyList<TimeSpan> DelaysOf(MessageQueue queue) => RetryDelays ?? [.. DefaultRetryDelays, .. queue.LaterRetries];
}
