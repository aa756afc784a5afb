using Ticketing.Core.Mails;

namespace Ticketing.Core.Bookings;

/// <summary>
/// A customer wants the mails of a paid booking at another address. Whoever reads the new one's mail confirms it, so that a second mistake
/// sends no tickets to a stranger; whoever reads the former one's may stop it, before that and for a while after, so that a session that
/// fell into wrong hands does not take them away. An address that was mistyped reads nothing, and need not agree.
/// </summary>
public sealed class AddressChange
{
    /// <summary>How long the new address can confirm.</summary>
    public static readonly TimeSpan ConfirmableFor = TimeSpan.FromHours(24);

    /// <summary>How long after that the former one can still put it back.</summary>
    public static readonly TimeSpan StoppableFor = TimeSpan.FromHours(72);

    /// <summary>How long it is kept: longer than a showing's tickets are sold ahead, since one that was stopped ends all further ones.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    public required Guid Id { get; init; }
    public required Guid BookingId { get; init; }

    /// <summary>The booking's when it was asked for.</summary>
    public required string FormerEmail { get; init; }

    /// <summary>As <see cref="EmailAddress.Parse"/> answers.</summary>
    public required string NewEmail { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public AddressChangeStatus Status { get; private set; } = AddressChangeStatus.Open;
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public bool IsConfirmable(DateTimeOffset now) => Status == AddressChangeStatus.Open && now < CreatedAt + ConfirmableFor;

    public bool IsStoppable(DateTimeOffset now) => IsConfirmable(now) || (Status == AddressChangeStatus.Confirmed && now < ConfirmedAt + StoppableFor);

    public void Confirm(DateTimeOffset now) => (Status, ConfirmedAt) = (AddressChangeStatus.Confirmed, now);

    public void Stop() => Status = AddressChangeStatus.Stopped;

    public void Supersede() => Status = AddressChangeStatus.Superseded;
}

public enum AddressChangeStatus
{
    /// <summary>Nobody has confirmed it.</summary>
    Open,

    /// <summary>The booking has the new address.</summary>
    Confirmed,

    /// <summary>The reader of the former address did not want it: it has that one, and its customer can change it no more.</summary>
    Stopped,

    /// <summary>Another one came in its place, or staff said the last word: neither of its links does anything.</summary>
    Superseded,
}

/// <summary>What a link of a mail about another address does; in small letters also the last part of its page's address.</summary>
public enum AddressLink
{
    /// <summary>In the mail to the new address.</summary>
    Confirm,

    /// <summary>In the mail to the former one.</summary>
    Stop,
}

/// <summary>One end of an <see cref="AddressChange"/> is to be told of it.</summary>
/// <param name="Kind">Of the mail that says what.</param>
public sealed record AddressChangeNotice(Guid ChangeId, MailKind Kind);
