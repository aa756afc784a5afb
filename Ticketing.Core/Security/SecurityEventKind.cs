namespace Ticketing.Core.Security;

/// <summary>What whoever watches over the system wants to hear of (ASVS 4.0.3, 7.1.3 and 7.2). The numbers are part of event ids: add at the end.</summary>
public enum SecurityEventKind
{
    /// <summary>Somebody signed in, as a customer or as staff.</summary>
    SignedIn,

    /// <summary>A wrong address, password or code.</summary>
    SignInFailed,

    /// <summary>Somebody has to wait after wrong passwords or codes, or was locked out by an admin.</summary>
    LockedOut,

    /// <summary>No proof of who asks, or not theirs.</summary>
    AccessRefused,

    /// <summary>Another site's page would have done something with our cookie.</summary>
    ForeignOrigin,

    /// <summary>Asked for by a name that is not ours.</summary>
    UnknownHost,

    /// <summary>What was sent is not what is asked for.</summary>
    InputRefused,

    /// <summary>More than one customer or network may.</summary>
    RateRefused,

    /// <summary>The link of a mail that is spent, over, or none of ours.</summary>
    LinkRefused,
}
