using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>What became of a payment that only the provider's list told of.</summary>
enum FoundPaymentOutcome
{
    /// <summary>It became tickets.</summary>
    Captured,

    /// <summary>It could not, and the money was let go.</summary>
    Voided,

    /// <summary>It could not, and the money was given back.</summary>
    Refunded,
}

/// <summary>
/// Settles a payment found in the provider's list. If its booking is there, the attempt is written anew from the checkout and settled
/// like any other; if there is no booking any more, nothing can become of the money but to be given back.
/// </summary>
sealed class FoundPayment(
    TicketingDbContext context, IPaymentProvider provider, PaymentSettlement settlement, PaymentMetrics metrics, ILogger<FoundPayment> logger)
{
    public static bool HoldsMoney(Checkout checkout) => checkout.Status == CheckoutStatus.Authorized || checkout.Kept > 0;

    /// <summary>Whether we made it; somebody else may use the same account.</summary>
    public static bool IsOurs(Checkout checkout) => Guid.TryParse(checkout.Reference, out _) && CheckoutMetadata.BookingOf(checkout.Metadata) is not null;

    public static Guid AttemptOf(Checkout checkout) => Guid.Parse(checkout.Reference);

    /// <summary>False if it was left alone, because of the limit or because it changed meanwhile.</summary>
    /// <exception cref="PaymentUnavailableException">The provider gave no answer.</exception>
    public async Task<bool> ResolveAsync(Checkout checkout, RefundLimit limit, CancellationToken ct)
    {
        var attemptId = AttemptOf(checkout);
        var isKnown = await context.PaymentAttempts.AnyAsync(a => a.Id == attemptId, ct) || await TryRestoreAsync(checkout, attemptId, ct);
        if (!isKnown)
            return await GiveBackAsync(checkout, attemptId, limit, ct);

        await settlement.SettleAsync(checkout.Id, finish: null, ct);
        var status = await context.PaymentAttempts.Where(a => a.Id == attemptId).Select(a => a.Status).SingleAsync(ct);
        if (status == PaymentAttemptStatus.Open)
            return false;

        Report(checkout, status switch
        {
            PaymentAttemptStatus.Captured => FoundPaymentOutcome.Captured,
            PaymentAttemptStatus.Refunded => FoundPaymentOutcome.Refunded,
            _ => FoundPaymentOutcome.Voided,
        });
        return true;
    }

    /// <summary>Writes the lost attempt anew; false if the booking is lost too. Where another attempt is open, this one can only be given back.</summary>
    async Task<bool> TryRestoreAsync(Checkout checkout, Guid attemptId, CancellationToken ct)
    {
        var bookingId = CheckoutMetadata.BookingOf(checkout.Metadata)!.Value;
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await context.LockBookingAsync(bookingId, ct);
        var booking = await context.Bookings.SingleOrDefaultAsync(b => b.Id == bookingId, ct);
        if (booking is null)
            return false;

        var isPaidOtherwise = await context.PaymentAttempts.AnyAsync(a => a.BookingId == bookingId && a.Status == PaymentAttemptStatus.Open, ct);
        context.PaymentAttempts.Add(new PaymentAttempt
        {
            Id = attemptId,
            BookingId = bookingId,
            Amount = booking.Amount,
            Currency = booking.Currency,
            CreatedAt = checkout.CreatedAt,
            Description = booking.Reference,
            CheckoutId = checkout.Id,
            Status = isPaidOtherwise ? PaymentAttemptStatus.Voided : PaymentAttemptStatus.Open,
        });
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    async Task<bool> GiveBackAsync(Checkout checkout, Guid attemptId, RefundLimit limit, CancellationToken ct)
    {
        if (!limit.TryTake())
        {
            logger.LogError("Checkout {Checkout} belongs to no booking, but this scan has given back enough: look at it and raise Payments:ScanMostGivenBack", checkout.Id);
            return false;
        }

        var isAuthorized = checkout.Status == CheckoutStatus.Authorized;
        await (isAuthorized ? provider.Cancel(checkout.Id, attemptId, ct) : provider.Refund(checkout.Id, attemptId, checkout.Kept, ct));
        Report(checkout, isAuthorized ? FoundPaymentOutcome.Voided : FoundPaymentOutcome.Refunded);
        return true;
    }

    void Report(Checkout checkout, FoundPaymentOutcome outcome)
    {
        metrics.Found(outcome);
        logger.LogWarning(
            "Checkout {Checkout} of booking {Booking} was found in the provider's list only and is {Outcome} now",
            checkout.Id, checkout.Metadata[CheckoutMetadata.Booking], outcome);
    }
}
