using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Support.Bookings;

/// <summary>Bookings of two seats in every state, without a database.</summary>
static class GivenState
{
    public static readonly DateTimeOffset Placed = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Deadline = Placed.AddMinutes(10);
    public static readonly Guid Somebody = new("00000000-0000-0000-0000-000000000007");

    public static Booking Of(BookingStatus status)
    {
        var booking = Pending();
        switch (status)
        {
            case BookingStatus.PendingPayment:
                break;
            case BookingStatus.Confirming:
                booking.TryBeginConfirming(Placed).ShouldBeTrue();
                break;
            case BookingStatus.Expired:
                booking.TryExpire(Deadline).ShouldBeTrue();
                break;
            case BookingStatus.Refused:
                booking.Refuse(Actor.Payments, BookingReasons.PaymentLost, Placed);
                break;
            default:
                Confirm(booking);
                if (status != BookingStatus.Confirmed)
                    booking.GiveBack(booking.Seats, RefundReason.StaffCancelled, Actor.Staff(Somebody), "The heating is out.", Placed);
                if (status == BookingStatus.Refunded)
                    booking.CompleteRefund(booking.Refunds[0], Placed);
                break;
        }

        booking.Status.ShouldBe(status);
        return booking;
    }

    static void Confirm(Booking booking)
    {
        booking.TryBeginConfirming(Placed).ShouldBeTrue();
        booking.PaymentAttempts[0].Status = PaymentAttemptStatus.Captured;
        booking.Confirm(
            booking.Seats.Select(seat => new Ticket { Id = Guid.NewGuid(), BookingId = booking.Id, BookingSeatId = seat.Id, Code = "T1", IssuedAt = Placed }), Placed);
    }

    static Booking Pending()
    {
        var customer = Guid.NewGuid();
        var booking = new Booking(Actor.Customer(customer), Placed)
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
            CustomerId = customer,
            HoldId = "hold",
            Email = "somebody@customers.example",
            NormalizedEmail = "somebody@customers.example",
            Language = "ko",
            Amount = 25_000,
            Currency = "KRW",
            ExpiresAt = Deadline,
        };
        booking.Seats.Add(Seat(id: 11, price: 15_000));
        booking.Seats.Add(Seat(id: 12, price: 10_000));
        booking.PaymentAttempts.Add(new PaymentAttempt { Id = Guid.NewGuid(), BookingId = booking.Id, Amount = 25_000, Currency = "KRW", CreatedAt = Placed, Description = "A1" });
        return booking;
    }

    static BookingSeat Seat(long id, long price) => new()
    {
        Id = id,
        ShowingId = 1,
        SeatId = (int)id,
        Concession = Concession.Adult,
        Price = price,
        Seat = new Seat
        {
            AuditoriumId = "hall",
            Index = (int)id - 10,
            Row = "A",
            Number = (int)id - 10,
            X = 0,
            Y = 0,
            Kind = SeatKind.Standard,
            Zone = SeatZone.Standard,
        },
    };
}
