using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Bookings;

public sealed class BookingStateTests
{
    static readonly DateTimeOffset Placed = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset Deadline = Placed.AddMinutes(10);

    [Fact]
    public void TryBeginConfirming_WhenInTime_Confirms()
    {
        var booking = Pending();

        booking.TryBeginConfirming(Deadline.AddTicks(-1)).ShouldBeTrue();

        booking.Status.ShouldBe(BookingStatus.Confirming);
    }

    [Fact]
    public void TryBeginConfirming_WhenDeadlineIsReached_DoesNot()
    {
        var booking = Pending();

        booking.TryBeginConfirming(Deadline).ShouldBeFalse();

        booking.Status.ShouldBe(BookingStatus.PendingPayment);
    }

    [Fact]
    public void TryBeginConfirming_WhenSaleWasClosedEarlier_DoesNot()
    {
        var booking = Pending();
        booking.Showing.CutoffAt = Placed.AddMinutes(5);

        booking.TryBeginConfirming(Placed.AddMinutes(5)).ShouldBeFalse();
    }

    [Fact]
    public void TryBeginConfirming_WhenShowingIsCancelled_DoesNot()
    {
        var booking = Pending();
        booking.Showing.CancelledAt = Placed.AddMinutes(1);

        booking.TryBeginConfirming(Placed.AddMinutes(2)).ShouldBeFalse();
    }

    [Fact]
    public void TryExpire_WhenDeadlineIsReached_FreesTheSeats()
    {
        var booking = Pending();

        booking.TryExpire(Deadline.AddTicks(-1)).ShouldBeFalse();
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == null);
        booking.TryExpire(Deadline).ShouldBeTrue();

        booking.Status.ShouldBe(BookingStatus.Expired);
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == Deadline);
    }

    [Fact]
    public void TryExpire_WhenConfirming_NeverDoes()
    {
        var booking = Confirming();

        booking.TryExpire(Deadline.AddYears(1)).ShouldBeFalse();

        booking.Status.ShouldBe(BookingStatus.Confirming);
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == null);
    }

    [Fact]
    public void Confirm_WhenConfirming_KeepsTheSeats()
    {
        var booking = Confirming();

        booking.Confirm([], Deadline);

        booking.Status.ShouldBe(BookingStatus.Confirmed);
        booking.ConfirmedAt.ShouldBe(Deadline);
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == null);
        booking.TryExpire(Deadline.AddYears(1)).ShouldBeFalse();
    }

    [Fact]
    public void Refuse_WhenConfirming_FreesTheSeats()
    {
        var booking = Confirming();

        booking.Refuse(Actor.Payments, BookingReasons.PaymentLost, Deadline);

        booking.Status.ShouldBe(BookingStatus.Refused);
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == Deadline);
    }

    [Fact]
    public void Confirm_WhenNotConfirming_Throws()
    {
        var expired = Pending();
        expired.TryExpire(Deadline).ShouldBeTrue();

        foreach (var booking in (Booking[])[Pending(), expired])
        {
            Should.Throw<InvalidOperationException>(() => booking.Confirm([], Placed));
            Should.Throw<InvalidOperationException>(() => booking.Confirm([], Deadline));
        }
    }

    static Booking Confirming()
    {
        var booking = Pending();
        booking.TryBeginConfirming(Placed).ShouldBeTrue();
        return booking;
    }

    static Booking Pending()
    {
        var booking = new Booking(Actor.Payments, Placed)
        {
            Id = Guid.NewGuid(),
            Reference = BookingReference.New(),
            ShowingId = 1,
            Showing = new Showing
            {
                FilmId = "film",
                AuditoriumId = "hall",
                PricePlanId = "plan",
                StartsAt = Placed.AddHours(2),
                EndsAt = Placed.AddHours(4),
                SaleOpensAt = Placed.AddDays(-1),
                CutoffAt = Placed.AddHours(2),
                AudioLanguage = "ko",
            },
            CustomerId = Guid.NewGuid(),
            HoldId = "hold",
            Email = "one@customers.example",
            NormalizedEmail = "one@customers.example",
            Language = "ko",
            Amount = 28_000,
            Currency = "KRW",
            ExpiresAt = Deadline,
        };
        booking.Seats.AddRange(Enumerable.Range(1, 2).Select(seat => new BookingSeat { ShowingId = 1, SeatId = seat, Concession = Concession.Adult, Price = 14_000 }));
        return booking;
    }
}
