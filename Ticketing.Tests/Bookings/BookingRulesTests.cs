using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>What the moves of a booking do to its seats, tickets and money, and when they are in time.</summary>
public sealed class BookingRulesTests
{
    static readonly DateTimeOffset Placed = GivenState.Placed;
    static readonly DateTimeOffset Deadline = GivenState.Deadline;

    [Fact]
    public void TryBeginConfirming_WhenDeadlineIsReached_DoesNot()
    {
        var booking = GivenState.Of(BookingStatus.PendingPayment);

        booking.TryBeginConfirming(Deadline).ShouldBeFalse();
        booking.TryBeginConfirming(Deadline.AddTicks(-1)).ShouldBeTrue();
    }

    [Fact]
    public void TryBeginConfirming_WhenSaleWasClosedEarlier_DoesNot()
    {
        var booking = GivenState.Of(BookingStatus.PendingPayment);
        booking.Showing.CutoffAt = Placed.AddMinutes(5);

        booking.TryBeginConfirming(Placed.AddMinutes(5)).ShouldBeFalse();
    }

    [Fact]
    public void TryBeginConfirming_WhenShowingIsCancelled_DoesNot()
    {
        var booking = GivenState.Of(BookingStatus.PendingPayment);
        booking.Showing.CancelledAt = Placed.AddMinutes(1);

        booking.TryBeginConfirming(Placed.AddMinutes(2)).ShouldBeFalse();
    }

    [Fact]
    public void TryExpire_WhenDeadlineIsReached_FreesTheSeats()
    {
        var booking = GivenState.Of(BookingStatus.PendingPayment);

        booking.TryExpire(Deadline.AddTicks(-1)).ShouldBeFalse();
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == null);
        booking.TryExpire(Deadline).ShouldBeTrue();

        booking.Seats.ShouldAllBe(seat => seat.FreedAt == Deadline);
        booking.LiveSeats.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(BookingStatus.Confirming)]
    [InlineData(BookingStatus.Confirmed)]
    public void TryExpire_WhenPaidInTime_NeverDoes(BookingStatus status) =>
        GivenState.Of(status).TryExpire(Deadline.AddYears(1)).ShouldBeFalse();

    [Fact]
    public void Confirm_KeepsTheSeatsAndTheTickets()
    {
        var booking = GivenState.Of(BookingStatus.Confirming);
        var ticket = new Ticket { Id = Guid.NewGuid(), BookingSeatId = 11, Code = "T1", IssuedAt = Placed };

        booking.Confirm([ticket], Deadline);

        booking.ConfirmedAt.ShouldBe(Deadline);
        booking.Tickets.ShouldBe([ticket]);
        booking.LiveSeats.ShouldBe(booking.Seats);
    }

    [Theory]
    [InlineData(BookingStatus.PendingPayment)]
    [InlineData(BookingStatus.Confirming)]
    public void Refuse_FreesTheSeats(BookingStatus status)
    {
        var booking = GivenState.Of(status);

        booking.Refuse(Actor.Payments, BookingReasons.PaymentLost, Deadline);

        booking.Seats.ShouldAllBe(seat => seat.FreedAt == Deadline);
    }

    [Fact]
    public void CallOff_FreesTheSeatsAndOwesNothing()
    {
        var booking = GivenState.Of(BookingStatus.PendingPayment);

        booking.TryCallOff(Actor.Customer(booking.CustomerId), BookingReasons.CustomerCancelled, Placed).ShouldBeTrue();

        booking.Seats.ShouldAllBe(seat => seat.FreedAt == Placed);
        booking.Refunds.ShouldBeEmpty();
    }

    [Fact]
    public void GiveBack_WhenAll_RefundsWhatWasPaid()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);

        var refund = booking.GiveBack(booking.Seats, RefundReason.CustomerCancelled, Actor.MailLink, BookingReasons.CustomerCancelled, Deadline);

        booking.Refunds.ShouldBe([refund]);
        (refund.BookingId, refund.AttemptId, refund.Amount, refund.Currency, refund.Reason, refund.RequestedBy, refund.RequestedAt, refund.Status).ShouldBe(
            (booking.Id, booking.PaymentAttempts[0].Id, 25_000L, "KRW", RefundReason.CustomerCancelled, "mail-link", Deadline, RefundStatus.Pending));
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == Deadline);
        booking.Tickets.ShouldAllBe(ticket => ticket.CancelledAt == Deadline && ticket.RefundId == refund.Id);
    }

    [Fact]
    public void GiveBack_WhenOneByOne_RefundsEachAtItsPriceAndCancelsWithTheLast()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);

        var first = GiveBack(booking, booking.Seats[1]);
        (booking.Status, first.Amount).ShouldBe((BookingStatus.Confirmed, 10_000L));
        booking.LiveSeats.ShouldBe([booking.Seats[0]]);
        booking.Tickets.Where(ticket => ticket.CancelledAt is null).Select(ticket => ticket.BookingSeatId).ShouldBe([11L]);

        var second = GiveBack(booking, booking.Seats[0]);
        (booking.Status, second.Amount).ShouldBe((BookingStatus.Cancelled, 15_000L));
        booking.Tickets.Select(ticket => ticket.RefundId).ShouldBe([second.Id, first.Id], ignoreOrder: true);
    }

    [Fact]
    public void GiveBack_WhenPaidAtTheSecondTry_TakesTheMoneyFromThatPayment()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        var given = new PaymentAttempt
        {
            Id = Guid.NewGuid(),
            BookingId = booking.Id,
            Amount = 25_000,
            Currency = "KRW",
            CreatedAt = Placed,
            Description = "A1",
            Status = PaymentAttemptStatus.Voided,
        };
        booking.PaymentAttempts.Insert(0, given);

        GiveBack(booking, booking.Seats[0]).AttemptId.ShouldBe(booking.PaymentAttempts[1].Id);
    }

    [Fact]
    public void GiveBack_WhenASeatIsGivenBackAlready_ChangesNothing()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        GiveBack(booking, booking.Seats[0]);

        Should.Throw<InvalidOperationException>(() => GiveBack(booking, booking.Seats[0]));
        Should.Throw<InvalidOperationException>(() => GiveBack(booking, [.. booking.Seats]));

        booking.Refunds.Count.ShouldBe(1);
        booking.LiveSeats.ShouldBe([booking.Seats[1]]);
    }

    [Fact]
    public void GiveBack_WhenNothingWasCaptured_ChangesNothing()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        booking.PaymentAttempts[0].Status = PaymentAttemptStatus.Voided;

        Should.Throw<InvalidOperationException>(() => GiveBack(booking, booking.Seats[0]));

        (booking.Status, booking.Refunds.Count, booking.LiveSeats.Count()).ShouldBe((BookingStatus.Confirmed, 0, 2));
    }

    [Fact]
    public void GiveBack_WhenNoSeatIsNamed_ChangesNothing()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);

        Should.Throw<InvalidOperationException>(() => GiveBack(booking));

        booking.Refunds.ShouldBeEmpty();
    }

    [Fact]
    public void CompleteRefund_WhenAnotherIsOpen_WaitsForIt()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        var (first, second) = (GiveBack(booking, booking.Seats[0]), GiveBack(booking, booking.Seats[1]));

        booking.CompleteRefund(second, Deadline);
        (booking.Status, second.Status, second.CompletedAt, first.CompletedAt).ShouldBe((BookingStatus.Cancelled, RefundStatus.Completed, Deadline, null));

        booking.CompleteRefund(first, Deadline);
        booking.Status.ShouldBe(BookingStatus.Refunded);
    }

    [Fact]
    public void CompleteRefund_WhenTicketsAreLeft_LeavesTheBookingConfirmed()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        var refund = GiveBack(booking, booking.Seats[0]);

        booking.CompleteRefund(refund, Deadline);

        (booking.Status, refund.Status).ShouldBe((BookingStatus.Confirmed, RefundStatus.Completed));
    }

    [Fact]
    public void SeatEpochs_NamePlaceAndRow() =>
        GivenState.Of(BookingStatus.PendingPayment).SeatEpochs().ShouldBe([new SeatEpoch(1, 11), new SeatEpoch(2, 12)]);

    [Fact]
    public void Refund_CountsItsTriesAndKeepsTheLastError()
    {
        var booking = GivenState.Of(BookingStatus.Confirmed);
        var refund = GiveBack(booking, booking.Seats[0]);

        refund.Fail("No answer.", Placed);
        refund.Fail(new string('x', 501), Deadline);
        (refund.Attempts, refund.TriedAt, refund.LastError, refund.Status).ShouldBe((2, Deadline, new string('x', 500), RefundStatus.Pending));

        refund.Complete(Deadline);
        (refund.Attempts, refund.TriedAt, refund.LastError, refund.Status).ShouldBe((3, Deadline, null, RefundStatus.Completed));
        Should.Throw<InvalidOperationException>(() => refund.Complete(Deadline)).Message.ShouldBe($"Refund {refund.Id} is Completed.");
        Should.Throw<InvalidOperationException>(() => refund.Fail("Too late.", Deadline));
    }

    static Refund GiveBack(Booking booking, params BookingSeat[] seats) =>
        booking.GiveBack(seats, RefundReason.CustomerCancelled, Actor.MailLink, BookingReasons.CustomerCancelled, Placed);
}
