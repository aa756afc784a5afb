using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Payments;

/// <summary>What the provider is to be told next.</summary>
enum SettlementStep
{
    /// <summary>Booking, attempt and checkout agree, or the customer has yet to pay.</summary>
    None,
    Capture,
    Void,
    Refund,
}

/// <summary>
/// The rules of money: it is taken only for a booking that is being confirmed, and what was taken without becoming tickets is given
/// back. Changes booking and attempt as far as the checkout's state allows and says what is left to do at the provider.
/// </summary>
sealed class SettlementRules(TicketingDbContext context, TicketIssue tickets, TimeProvider time, ILogger<SettlementRules> logger)
{
    public SettlementStep Advance(Booking booking, PaymentAttempt attempt, Checkout checkout)
    {
        attempt.CardDeclined = checkout.CardDeclined;
        return checkout.Status switch
        {
            CheckoutStatus.Open or CheckoutStatus.Declined => Await(booking, attempt),
            CheckoutStatus.Authorized => Authorized(booking, attempt, checkout),
            CheckoutStatus.Captured => Captured(booking, attempt, checkout),
            CheckoutStatus.Canceled or CheckoutStatus.Expired => Ended(booking, attempt, PaymentAttemptStatus.Voided),
            CheckoutStatus.Refunded => Ended(booking, attempt, PaymentAttemptStatus.Refunded),
            _ => throw new ArgumentOutOfRangeException(nameof(checkout), checkout.Status, null),
        };
    }

    /// <summary>Its address has as many paid seats as it may: what is authorised is let go in the next step, and nothing is taken.</summary>
    public void Refuse(Booking booking)
    {
        var now = time.GetUtcNow();
        booking.Refuse(Actor.Payments, BookingReasons.SeatLimitReached, now);
        context.Enqueue(new BookingRefused(booking.Id, booking.ShowingId, booking.SeatEpochs()), now);
    }

    /// <summary>A declined card may be followed by another at the same checkout, as long as the booking waits for it.</summary>
    static SettlementStep Await(Booking booking, PaymentAttempt attempt) =>
        attempt.Status == PaymentAttemptStatus.Open && booking.Status is BookingStatus.PendingPayment or BookingStatus.Confirming
            ? SettlementStep.None
            : SettlementStep.Void;

    SettlementStep Authorized(Booking booking, PaymentAttempt attempt, Checkout checkout) =>
        // Between the decision to capture and the capture the showing may have been cancelled: no money, nothing to refund.
        booking.Showing.CancelledAt is null && IsWhatWasAsked(attempt, checkout, checkout.Amount) && MayBecomeTickets(booking, attempt)
            ? SettlementStep.Capture
            : SettlementStep.Void;

    SettlementStep Captured(Booking booking, PaymentAttempt attempt, Checkout checkout)
    {
        if (attempt.Status == PaymentAttemptStatus.Captured)
            return SettlementStep.None;

        if (!IsWhatWasAsked(attempt, checkout, checkout.Kept) || !MayBecomeTickets(booking, attempt))
        {
            logger.LogWarning("Checkout {Checkout} of booking {Booking} was captured without need and is refunded", checkout.Id, booking.Id);
            WriteDownRefund(booking, attempt, checkout);
            return SettlementStep.Refund;
        }

        var now = time.GetUtcNow();
        var issued = tickets.For(booking, now);
        booking.Confirm(issued, now);
        attempt.Status = PaymentAttemptStatus.Captured;
        context.Tickets.AddRange(issued);
        context.Enqueue(new BookingConfirmed(booking.Id, booking.ShowingId, booking.SeatEpochs()), now);
        return SettlementStep.None;
    }

    SettlementStep Ended(Booking booking, PaymentAttempt attempt, PaymentAttemptStatus status)
    {
        if (attempt.Status == PaymentAttemptStatus.Captured)
        {
            // All tickets were given back, one refund after the other: that is how it has to be.
            if (status == PaymentAttemptStatus.Refunded && booking.Status is BookingStatus.Cancelled or BookingStatus.Refunded)
                return SettlementStep.None;

            logger.LogError("The payment of booking {Booking} became {Status} at the provider although its tickets are out", booking.Id, status);
            return SettlementStep.None;
        }

        var now = time.GetUtcNow();
        var wasOpen = attempt.Status == PaymentAttemptStatus.Open;
        attempt.Status = status;
        if (wasOpen && booking.Status == BookingStatus.Confirming)
        {
            booking.Refuse(Actor.Payments, WhyRefused(booking, status), now);
            context.Enqueue(new BookingRefused(booking.Id, booking.ShowingId, booking.SeatEpochs()), now);
        }

        if (status == PaymentAttemptStatus.Refunded && RefundOf(booking, attempt) is { Status: RefundStatus.Pending } refund)
        {
            booking.CompleteRefund(refund, now);
            context.Enqueue(new RefundCompleted(refund.Id, booking.Id), now);
        }

        return SettlementStep.None;
    }

    static string WhyRefused(Booking booking, PaymentAttemptStatus status) => status switch
    {
        _ when booking.Showing.CancelledAt is not null => BookingReasons.ShowingCancelled,
        PaymentAttemptStatus.Refunded => BookingReasons.PaymentMismatch,
        _ => BookingReasons.PaymentLost,
    };

    /// <summary>Before the provider is asked, so that it is seen and retried like every other refund.</summary>
    void WriteDownRefund(Booking booking, PaymentAttempt attempt, Checkout checkout)
    {
        if (RefundOf(booking, attempt) is not null)
            return;

        context.Refunds.Add(new Refund
        {
            Id = attempt.Id,
            BookingId = booking.Id,
            AttemptId = attempt.Id,
            Amount = checkout.Kept,
            Currency = checkout.Currency,
            Reason = RefundReason.NotBookable,
            RequestedBy = Actor.Payments.ToString(),
            RequestedAt = time.GetUtcNow(),
        });
    }

    /// <summary>A payment that could not become tickets is given back at once and whole, by the attempt's own id.</summary>
    static Refund? RefundOf(Booking booking, PaymentAttempt attempt) => booking.Refunds.Find(refund => refund.Id == attempt.Id);

    /// <summary>A booking has one open attempt, so a booking that is being confirmed is confirmed by that one.</summary>
    bool MayBecomeTickets(Booking booking, PaymentAttempt attempt) =>
        attempt.Status == PaymentAttemptStatus.Open
        && (booking.Status == BookingStatus.Confirming || booking.TryBeginConfirming(time.GetUtcNow()));

    bool IsWhatWasAsked(PaymentAttempt attempt, Checkout checkout, long amount)
    {
        if (amount == attempt.Amount && checkout.Currency == attempt.Currency)
            return true;

        logger.LogError(
            "Checkout {Checkout} is about {Amount} {Currency}, but attempt {Attempt} asked for {AskedAmount} {AskedCurrency}",
            checkout.Id, amount, checkout.Currency, attempt.Id, attempt.Amount, attempt.Currency);
        return false;
    }
}
