namespace Ticketing.Core.Mails;

/// <summary>What a mail tells.</summary>
public enum MailKind
{
    /// <summary>A booking is paid; carries its tickets.</summary>
    Ticket,

    /// <summary>Tickets were given back, some of a booking's or all.</summary>
    Cancellation,

    /// <summary>A showing does not take place, so its tickets were taken back.</summary>
    ShowingCancelled,

    /// <summary>Money has gone back.</summary>
    Refund,

    /// <summary>An address is to be registered; carries the link that confirms it.</summary>
    Registration,

    /// <summary>Somebody tried to register an address that a member has.</summary>
    AlreadyRegistered,

    /// <summary>A member wants another password; carries the link to set it.</summary>
    PasswordReset,

    /// <summary>A member has another password.</summary>
    PasswordChanged,

    /// <summary>Somebody signed in to an account from a network that is new to it.</summary>
    NewSignIn,

    /// <summary>An account's sign-ins need an authenticator's codes from now on.</summary>
    AuthenticatorAdded,

    /// <summary>An account's sign-ins need no codes any more.</summary>
    AuthenticatorRemoved,

    /// <summary>A code was shown that had been used: somebody else may have seen it.</summary>
    CodeReused,
}
