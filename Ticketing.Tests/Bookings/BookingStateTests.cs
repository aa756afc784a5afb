using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;
using static Ticketing.Core.Bookings.BookingStatus;

namespace Ticketing.Tests.Bookings;

/// <summary>Every move from every state: those that lead somewhere leave one audit row each, all others change nothing.</summary>
public sealed class BookingStateTests
{
    /// <summary>The whole state machine; a pair that is not here is refused.</summary>
    static readonly Dictionary<(BookingStatus From, string Move), (BookingStatus To, string By, string Why)> Moves = new()
    {
        [(PendingPayment, "begin confirming")] = (Confirming, "payments", "payment_authorized"),
        [(PendingPayment, "expire")] = (Expired, "payments", "not_paid_in_time"),
        [(PendingPayment, "refuse")] = (Refused, "staff:00000000-0000-0000-0000-000000000007", "showing_cancelled"),
        [(PendingPayment, "call off")] = (Cancelled, "customer:00000000-0000-0000-0000-000000000007", "customer_cancelled"),
        [(Confirming, "confirm")] = (Confirmed, "payments", "payment_captured"),
        [(Confirming, "refuse")] = (Refused, "staff:00000000-0000-0000-0000-000000000007", "showing_cancelled"),
        [(Confirmed, "give back one")] = (Confirmed, "mail-link", "customer_cancelled"),
        [(Confirmed, "give back all")] = (Cancelled, "customer:00000000-0000-0000-0000-000000000007", "customer_cancelled"),
        [(Confirmed, "readdress")] = (Confirmed, "mail-link", "readdressed"),
        [(Cancelled, "complete refund")] = (Refunded, "payments", "refund_completed"),
    };

    static readonly Dictionary<string, Action<Booking>> Tries = new()
    {
        ["begin confirming"] = booking => Must(booking.TryBeginConfirming(GivenState.Deadline.AddTicks(-1))),
        ["confirm"] = booking => booking.Confirm([], GivenState.Deadline),
        ["refuse"] = booking => booking.Refuse(Actor.Staff(GivenState.Somebody), BookingReasons.ShowingCancelled, GivenState.Deadline),
        ["call off"] = booking => Must(booking.TryCallOff(Actor.Customer(GivenState.Somebody), BookingReasons.CustomerCancelled, GivenState.Deadline)),
        ["expire"] = booking => Must(booking.TryExpire(GivenState.Deadline)),
        ["give back one"] = booking => booking.GiveBack(
            [booking.Seats[0]], RefundReason.CustomerCancelled, Actor.MailLink, BookingReasons.CustomerCancelled, GivenState.Deadline),
        ["give back all"] = booking => booking.GiveBack(
            booking.Seats, RefundReason.CustomerCancelled, Actor.Customer(GivenState.Somebody), BookingReasons.CustomerCancelled, GivenState.Deadline),
        ["readdress"] = booking => Must(booking.TryReaddress("new@customers.example", Actor.MailLink, BookingReasons.Readdressed, GivenState.Deadline)),
        ["complete refund"] = booking => Must(TryCompleteRefund(booking)),
    };

    public static TheoryData<BookingStatus, string> EveryPair()
    {
        var pairs = new TheoryData<BookingStatus, string>();
        foreach (var from in Enum.GetValues<BookingStatus>())
        {
            foreach (var move in Tries.Keys)
                pairs.Add(from, move);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Move_FromEveryState_IsMadeWithItsEventOrRefused(BookingStatus from, string move)
    {
        var booking = GivenState.Of(from);
        var before = booking.Events.Count;

        var isAllowed = Moves.TryGetValue((from, move), out var expected);
        if (isAllowed)
        {
            Tries[move](booking);

            booking.Status.ShouldBe(expected.To);
            var written = booking.Events.Skip(before).ShouldHaveSingleItem();
            (written.From, written.To, written.By, written.Why).ShouldBe((from, expected.To, expected.By, expected.Why));
            written.At.ShouldBeInRange(GivenState.Deadline.AddTicks(-1), GivenState.Deadline);
        }
        else
        {
            var freed = booking.Seats.ConvertAll(seat => seat.FreedAt);

            Should.Throw<InvalidOperationException>(() => Tries[move](booking)).Message.ShouldNotBeEmpty();

            booking.Status.ShouldBe(from);
            booking.Events.Count.ShouldBe(before);
            booking.Seats.ConvertAll(seat => seat.FreedAt).ShouldBe(freed);
        }
    }

    [Fact]
    public void IsAllowed_KnowsTheMovesThatTheBookingMakes()
    {
        var made = Moves.Where(move => move.Key.From != move.Value.To).Select(move => ((BookingStatus?)move.Key.From, move.Value.To)).Append((null, PendingPayment)).ToHashSet();
        BookingStatus?[] froms = [null, .. Enum.GetValues<BookingStatus>()];

        var allowed = froms.SelectMany(from => Enum.GetValues<BookingStatus>(), (from, to) => (from, to))
            .Where(move => BookingMoves.IsAllowed(move.from, move.to));

        allowed.ShouldBe(made, ignoreOrder: true);
    }

    [Fact]
    public void Placed_SaysWhoPlacedIt()
    {
        var booking = GivenState.Of(PendingPayment);

        var placed = booking.Events.ShouldHaveSingleItem();
        (placed.From, placed.To, placed.By, placed.Why, placed.At).ShouldBe(
            (null, PendingPayment, $"customer:{booking.CustomerId}", "placed", booking.CreatedAt));
    }

    [Fact]
    public void Move_WhenRefused_SaysWhatTheBookingIs()
    {
        var booking = GivenState.Of(Expired);

        Should.Throw<InvalidOperationException>(() => booking.Confirm([], GivenState.Deadline))
            .Message.ShouldBe($"Booking {booking.Id} is Expired and cannot become Confirmed.");
        Should.Throw<InvalidOperationException>(() => booking.GiveBack(booking.Seats, RefundReason.StaffCancelled, Actor.Payments, "why", GivenState.Deadline))
            .Message.ShouldBe($"Booking {booking.Id} is Expired and cannot give back these 2 seats.");
    }

    static void Must(bool done)
    {
        if (!done)
            throw new InvalidOperationException("It was not done.");
    }

    /// <summary>A refund that is complete, or belongs to a booking that keeps tickets, moves nothing.</summary>
    static bool TryCompleteRefund(Booking booking)
    {
        var before = booking.Status;
        if (booking.Refunds.Find(refund => refund.Status == RefundStatus.Pending) is { } open)
            booking.CompleteRefund(open, GivenState.Deadline);
        return booking.Status != before;
    }
}
