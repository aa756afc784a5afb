namespace Ticketing.Core.Payments;

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
