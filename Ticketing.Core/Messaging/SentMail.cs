namespace Ticketing.Core.Messaging;

/// <summary>Says that a mail went out, so that a repeated message does not send it again.</summary>
public sealed class SentMail
{
    /// <summary>Kind and cause, e.g. <c>ticket:{booking id}</c>.</summary>
    public required string Key { get; init; }

    public required string Recipient { get; init; }
    public required DateTimeOffset SentAt { get; init; }
}
