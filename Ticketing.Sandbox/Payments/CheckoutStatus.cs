namespace Ticketing.Sandbox.Payments;

/// <summary>Where a checkout stands. Money moves only from <see cref="Authorized"/> to <see cref="Captured"/>, and back by refunds.</summary>
public enum CheckoutStatus
{
    /// <summary>Waits for a card.</summary>
    Open,

    /// <summary>The last card was declined; another may be tried while time is left.</summary>
    Declined,

    /// <summary>The amount is reserved on the card.</summary>
    Authorized,

    /// <summary>Money was taken, once; some of it may have been refunded since.</summary>
    Captured,

    /// <summary>All that was captured was given back.</summary>
    Refunded,

    /// <summary>Given up before money was taken; a reservation was released.</summary>
    Canceled,

    /// <summary>Nobody paid in time.</summary>
    Expired,
}

/// <summary>What happened to a checkout; each but the first is told to the merchant.</summary>
public enum CheckoutChange
{
    Created,
    Authorized,
    Declined,
    Captured,
    Canceled,
    Refunded,
    Expired,
}
