namespace Ticketing.Core.Payments;

/// <summary>
/// Takes money for us. Every write carries a key made of the verb and of what it is about (the attempt, or the refund), so that
/// repeating it does nothing twice.
/// All methods throw <see cref="PaymentUnavailableException"/> when the outcome is unknown, and writes throw
/// <see cref="PaymentRejectedException"/> when the provider understood and said no. The kind of unknown that time does not mend by
/// itself is <see cref="RegionFencedException"/>.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>A short name that stays the same, e.g. <c>sandbox</c>.</summary>
    string Name { get; }

    /// <summary>Opens a hosted checkout that authorises an amount.</summary>
    Task<Checkout> CreateCheckout(CheckoutRequest request, CancellationToken ct);

    /// <summary>The checkout as it is now, or null if there is none of this id.</summary>
    Task<Checkout?> Find(string checkoutId, CancellationToken ct);

    /// <summary>Takes an authorised amount.</summary>
    Task<Checkout> Capture(string checkoutId, Guid attemptId, long amount, CancellationToken ct);

    /// <summary>Ends an open checkout, or lets go of an authorised amount.</summary>
    Task<Checkout> Cancel(string checkoutId, Guid attemptId, CancellationToken ct);

    /// <summary>Gives captured money back, in one piece or several, each under an id of its own, up to the captured amount.</summary>
    /// <param name="refundId">The same id always means the same refund, with the same amount.</param>
    Task<Checkout> Refund(string checkoutId, Guid refundId, long amount, CancellationToken ct);

    /// <summary>Every checkout created at or after an instant, in no particular order.</summary>
    IAsyncEnumerable<Checkout> ListSince(DateTimeOffset since, CancellationToken ct);
}

/// <summary>The provider understood the request and refused it: nothing happened.</summary>
/// <param name="code">The provider's own code, e.g. <see cref="InvalidState"/>.</param>
public sealed class PaymentRejectedException(string code, string message) : Exception(message)
{
    /// <summary>The checkout is no longer, or not yet, in the state that the request needs.</summary>
    public const string InvalidState = "invalid_state";

    public string Code { get; } = code;
}

/// <summary>The provider gave no answer, or none that tells what happened: ask again, with the same key.</summary>
public class PaymentUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The provider is just working on the same request, under the same key: whoever sent that one gets the answer.</summary>
public sealed class PaymentUnderWayException(Exception? cause = null) : PaymentUnavailableException("The payment provider is working on the same request.", cause);

/// <summary>
/// The provider does not take our key, not or no longer: another region may have taken over. Nothing may be concluded about any payment.
/// </summary>
public sealed class RegionFencedException(Exception? cause = null) : PaymentUnavailableException("The payment provider does not take this region's key.", cause);
