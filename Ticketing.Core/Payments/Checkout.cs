namespace Ticketing.Core.Payments;

/// <summary>A payment as the provider sees it. Amounts are whole units of <paramref name="Currency"/>.</summary>
/// <param name="Reference">What we called it: the <see cref="PaymentAttempt.Id"/>.</param>
/// <param name="Url">Where the customer pays; empty once there is nothing to pay.</param>
/// <param name="ExpiresAt">From then on the customer can no longer pay.</param>
/// <param name="CardDeclined">The last card was declined. That ends the checkout at some providers; at others another card may follow.</param>
public sealed record Checkout(
    string Id,
    string Reference,
    long Amount,
    string Currency,
    CheckoutStatus Status,
    long CapturedAmount,
    long RefundedAmount,
    string Url,
    DateTimeOffset ExpiresAt,
    DateTimeOffset CreatedAt,
    bool CardDeclined = false)
{
    /// <summary>What we said of it, see <see cref="CheckoutMetadata"/>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>What the provider has taken and not given back.</summary>
    public long Kept => CapturedAmount - RefundedAmount;
}

public enum CheckoutStatus
{
    /// <summary>The customer may pay.</summary>
    Open,

    /// <summary>The customer has paid; nothing is taken until it is captured.</summary>
    Authorized,

    /// <summary>The money was taken.</summary>
    Captured,

    /// <summary>The last card was declined, and another may be tried.</summary>
    Declined,

    /// <summary>Ended without money, by the customer or by us.</summary>
    Canceled,

    /// <summary>All of the captured money was given back.</summary>
    Refunded,

    /// <summary>Ended without money, by time.</summary>
    Expired,
}

/// <summary>A hosted checkout to be made. A repeated request has to be equal to the first, or the provider refuses its key.</summary>
/// <param name="AttemptId">Becomes the checkout's reference, and the key by which a repeated request is known.</param>
/// <param name="Amount">Whole units of <paramref name="Currency"/>, authorised but not captured.</param>
/// <param name="ReturnUrl">Where the customer goes after paying.</param>
/// <param name="CancelUrl">Where the customer goes after giving up.</param>
/// <param name="ExpiresAt">When the checkout stops taking payments.</param>
/// <param name="Language"><c>ko</c> or <c>en</c>.</param>
/// <param name="Metadata">Enough to know what was paid from the provider's records alone.</param>
public sealed record CheckoutRequest(
    Guid AttemptId,
    long Amount,
    string Currency,
    Uri ReturnUrl,
    Uri CancelUrl,
    DateTimeOffset ExpiresAt,
    string Description,
    string CustomerEmail,
    string Language,
    IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// What a checkout says of the booking it pays for, so that the provider's records alone tell what was paid. Checkouts without it are
/// not ours: somebody else may use the same account.
/// </summary>
public static class CheckoutMetadata
{
    /// <summary>The booking's id.</summary>
    public const string Booking = "booking";

    /// <summary>What the customer reads out at the counter.</summary>
    public const string Reference = "reference";

    /// <summary>The showing's id.</summary>
    public const string Showing = "showing";

    /// <summary>Places in the layout, separated by blanks.</summary>
    public const string Seats = "seats";

    /// <summary>The customer's.</summary>
    public const string Email = "email";

    /// <summary>The booking that the metadata names, or null where it names none.</summary>
    public static Guid? BookingOf(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(Booking, out var id) && Guid.TryParse(id, out var booking) ? booking : null;
}
