namespace Ticketing.Sandbox.Payments.Faults;

/// <summary>What can go wrong with a payment provider.</summary>
enum PaymentFaultKind
{
    /// <summary>The request is done and answered, but later.</summary>
    Delay,

    /// <summary>500, and nothing was done.</summary>
    ErrorBefore,

    /// <summary>500, although it was done.</summary>
    ErrorAfter,

    /// <summary>No answer, and nothing was done.</summary>
    TimeoutBefore,

    /// <summary>No answer, although it was done.</summary>
    TimeoutAfter,

    /// <summary>The provider understands and says no.</summary>
    Refuse,

    /// <summary>401, as with a key that was revoked.</summary>
    RevokedKey,

    /// <summary>Whatever card is tried, the bank says no.</summary>
    Decline,

    /// <summary>The bank says no, and the checkout takes no other card, as at some providers.</summary>
    DeclineForGood,

    /// <summary>The same event is posted several times.</summary>
    WebhookDuplicate,

    /// <summary>An event is posted later than it might.</summary>
    WebhookLate,

    /// <summary>An event is posted after the one that follows it.</summary>
    WebhookReordered,

    /// <summary>An event is never posted.</summary>
    WebhookLost,

    /// <summary>An event is signed with another key; it is tried again, like any that is not taken.</summary>
    WebhookWrongSignature,
}

/// <summary>What merchants ask of the provider.</summary>
enum ProviderVerb
{
    Create,
    Find,
    List,
    Capture,
    Cancel,
    Refund,
}
