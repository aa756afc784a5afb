using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Mails;
using Ticketing.Core.Payments;

namespace Ticketing.Core.Bookings;

/// <summary>
/// Seats of one showing bought together. Moves from state to state only through its own methods, each of which leaves a
/// <see cref="BookingEvent"/>; what <see cref="BookingMoves"/> does not know is refused.
/// </summary>
public sealed class Booking
{
    /// <summary>A booking that waits for its payment.</summary>
    /// <param name="network">The client network that its seats count for; null for none.</param>
    public Booking(Actor placedBy, DateTimeOffset createdAt, string? network = null)
    {
        CreatedAt = createdAt;
        Network = network;
        Record(from: null, BookingStatus.PendingPayment, placedBy, BookingReasons.Placed, createdAt);
    }

    /// <summary>For what is read from the database: it has its events there.</summary>
    Booking()
    {
    }

    /// <summary>Derived from the hold (<see cref="DerivedId"/>), so that a lost commit answer can be looked up and a repeated request finds its booking.</summary>
    public required Guid Id { get; init; }

    /// <summary>What a customer reads out at the counter: 10 characters without look-alikes.</summary>
    public required string Reference { get; init; }

    public required long ShowingId { get; init; }
    public Showing Showing { get; init; } = null!;

    public required Guid CustomerId { get; init; }

    /// <summary>The hold that the seats came from; a hold becomes at most one booking.</summary>
    public required string HoldId { get; init; }

    public required string Email { get; set; }

    /// <summary>See <see cref="EmailAddress.Normalize"/>; what limits per address count by.</summary>
    public required string NormalizedEmail { get; set; }

    /// <summary>How often it was given another address: links of mails that went to a former one say less, and open nothing.</summary>
    public int LinkVersion { get; private set; }

    /// <summary>The client network that its seats count for, while it is not paid for: an address is personal.</summary>
    public string? Network { get; private set; }

    /// <summary>Language of mails: <c>ko</c> or <c>en</c>.</summary>
    public required string Language { get; set; }

    /// <summary>Whole units of <see cref="Currency"/>; the sum of the seats' prices, those given back included.</summary>
    public required long Amount { get; set; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>Until when it must be paid; never after the showing's cut-off.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public BookingStatus Status { get; private set; } = BookingStatus.PendingPayment;
    public DateTimeOffset? ConfirmedAt { get; private set; }

    public List<BookingSeat> Seats { get; } = [];
    public List<Ticket> Tickets { get; } = [];
    public List<PaymentAttempt> PaymentAttempts { get; } = [];
    public List<Refund> Refunds { get; } = [];

    /// <summary>What has happened to it, as far as loaded; new ones are written with the booking.</summary>
    public IReadOnlyList<BookingEvent> Events => events;

    readonly List<BookingEvent> events = [];

    /// <summary>Those not given back.</summary>
    public IEnumerable<BookingSeat> LiveSeats => Seats.Where(seat => seat.FreedAt is null);

    /// <summary>Whether a payment can still make tickets of this booking; needs the <see cref="Showing"/> loaded.</summary>
    public bool IsPayable(DateTimeOffset now) =>
        Status == BookingStatus.PendingPayment && now < ExpiresAt && Showing.IsOnSale(now);

    /// <summary>
    /// Starts the capture; false once the time to pay is over, the showing is off sale or the booking has moved on.
    /// Needs the <see cref="Showing"/> loaded.
    /// </summary>
    public bool TryBeginConfirming(DateTimeOffset now)
    {
        if (!IsPayable(now))
            return false;

        Move(BookingStatus.Confirming, Actor.Payments, BookingReasons.PaymentAuthorized, now);
        return true;
    }

    /// <summary>
    /// Corrects what its customer typed, until it is paid. The attempt to pay that is open is void then: its checkout asks for another
    /// amount, or would mail to another address. Needs the <see cref="Showing"/> with its prices, the seats and the attempts loaded.
    /// </summary>
    /// <param name="email">As <see cref="EmailAddress.Parse"/> answers.</param>
    /// <param name="concessions">Of each seat, by its place in the layout.</param>
    /// <returns>False if it can be paid no more, or has been.</returns>
    public bool TryCorrect(string email, string language, IReadOnlyDictionary<int, Concession> concessions, Actor by, DateTimeOffset now)
    {
        if (!IsPayable(now))
            return false;

        (Email, NormalizedEmail, Language) = (email, EmailAddress.Normalize(email), language);
        foreach (var seat in Seats)
        {
            seat.Concession = concessions[seat.Seat.Index];
            seat.Price = Showing.PriceOf(seat.Concession);
        }

        Amount = Seats.Sum(seat => seat.Price);
        foreach (var attempt in PaymentAttempts.Where(attempt => attempt.Status == PaymentAttemptStatus.Open))
            attempt.Status = PaymentAttemptStatus.Voided;
        Record(Status, Status, by, BookingReasons.Corrected, now);
        return true;
    }

    /// <summary>Whether a correction would change nothing.</summary>
    public bool Says(string email, string language, IReadOnlyDictionary<int, Concession> concessions) =>
        (Email, Language) == (email, language) && Seats.All(seat => concessions[seat.Seat.Index] == seat.Concession);

    /// <summary>Records the capture and its tickets.</summary>
    /// <exception cref="InvalidOperationException">The booking is not <see cref="BookingStatus.Confirming"/>.</exception>
    public void Confirm(IEnumerable<Ticket> tickets, DateTimeOffset now)
    {
        Move(BookingStatus.Confirmed, Actor.Payments, BookingReasons.PaymentCaptured, now);
        ConfirmedAt = now;
        Tickets.AddRange(tickets);
    }

    /// <summary>Ends a booking that will not become tickets, and frees its seats.</summary>
    /// <exception cref="InvalidOperationException">It has become tickets, or has ended.</exception>
    public void Refuse(Actor by, string why, DateTimeOffset now)
    {
        Move(BookingStatus.Refused, by, why, now);
        FreeSeats(now);
    }

    /// <summary>Ends an unpaid booking and frees its seats; false if it has moved on or has time left.</summary>
    public bool TryExpire(DateTimeOffset now)
    {
        if (Status != BookingStatus.PendingPayment || now < ExpiresAt)
            return false;

        Move(BookingStatus.Expired, Actor.Payments, BookingReasons.NotPaidInTime, now);
        FreeSeats(now);
        return true;
    }

    /// <summary>Ends an unpaid booking because somebody wants it to, and frees its seats; false if it has moved on.</summary>
    public bool TryCallOff(Actor by, string why, DateTimeOffset now)
    {
        if (Status != BookingStatus.PendingPayment)
            return false;

        Move(BookingStatus.Cancelled, by, why, now);
        FreeSeats(now);
        return true;
    }

    /// <summary>
    /// Gives a paid booking another address for its mails. What went to the former one is of no use from then on: its links at once, its
    /// codes when <see cref="BookingReaddressed"/> is done.
    /// </summary>
    /// <param name="email">As <see cref="EmailAddress.Parse"/> answers.</param>
    /// <returns>False if it has no tickets.</returns>
    public bool TryReaddress(string email, Actor by, string why, DateTimeOffset now)
    {
        if (Status != BookingStatus.Confirmed)
            return false;

        (Email, NormalizedEmail) = (email, EmailAddress.Normalize(email));
        LinkVersion++;
        Record(Status, Status, by, why, now);
        return true;
    }

    /// <summary>
    /// Takes the tickets of these seats back: they are no longer valid, the seats are free, and what was paid for them is to be refunded.
    /// Needs the seats, tickets and payment attempts loaded.
    /// </summary>
    /// <exception cref="InvalidOperationException">The booking has no tickets, or none of one of the seats (any more).</exception>
    public Refund GiveBack(IReadOnlyCollection<BookingSeat> seats, RefundReason reason, Actor by, string why, DateTimeOffset now)
    {
        if (Status != BookingStatus.Confirmed || seats.Count == 0 || !seats.All(LiveSeats.Contains))
            throw new InvalidOperationException($"Booking {Id} is {Status} and cannot give back these {seats.Count} seats.");

        var paid = PaymentAttempts.Single(attempt => attempt.Status == PaymentAttemptStatus.Captured);
        if (seats.Count == LiveSeats.Count())
            Move(BookingStatus.Cancelled, by, why, now);
        else
            Record(Status, Status, by, why, now);
        var refund = new Refund
        {
            Id = Guid.CreateVersion7(now),
            BookingId = Id,
            AttemptId = paid.Id,
            Amount = seats.Sum(seat => seat.Price),
            Currency = Currency,
            Reason = reason,
            RequestedBy = by.ToString(),
            RequestedAt = now,
        };
        foreach (var seat in seats)
        {
            seat.FreedAt = now;
            Tickets.Single(ticket => ticket.BookingSeatId == seat.Id).Cancel(refund.Id, now);
        }

        Refunds.Add(refund);
        return refund;
    }

    /// <summary>
    /// Records that the provider has paid a refund; once none is open, a cancelled booking is refunded. Needs the refunds loaded.
    /// </summary>
    public void CompleteRefund(Refund refund, DateTimeOffset now)
    {
        refund.Complete(now);
        if (Status == BookingStatus.Cancelled && Refunds.TrueForAll(other => other.Status == RefundStatus.Completed))
            Move(BookingStatus.Refunded, Actor.Payments, BookingReasons.RefundCompleted, now);
    }

    /// <summary>The seats as messages name them; needs each <see cref="BookingSeat.Seat"/> loaded.</summary>
    public IReadOnlyList<SeatEpoch> SeatEpochs() => SeatEpochs(Seats);

    public static IReadOnlyList<SeatEpoch> SeatEpochs(IEnumerable<BookingSeat> seats) => [.. seats.Select(seat => new SeatEpoch(seat.Seat.Index, seat.Id))];

    void FreeSeats(DateTimeOffset now)
    {
        foreach (var seat in Seats)
            seat.FreedAt = now;
    }

    void Move(BookingStatus to, Actor by, string why, DateTimeOffset now)
    {
        if (!BookingMoves.IsAllowed(Status, to))
            throw new InvalidOperationException($"Booking {Id} is {Status} and cannot become {to}.");

        Record(Status, to, by, why, now);
        Status = to;
        if (to != BookingStatus.Confirming)
            Network = null;
    }

    void Record(BookingStatus? from, BookingStatus to, Actor by, string why, DateTimeOffset now) =>
        events.Add(new BookingEvent { From = from, To = to, At = now, By = by.ToString(), Why = why });
}

public static class OwnBookings
{
    /// <summary>Those of the customer, and of the guest who the customer was until signing in.</summary>
    public static IQueryable<Booking> Of(this IQueryable<Booking> bookings, Customer customer) =>
        bookings.Where(booking => booking.CustomerId == customer.Id || booking.CustomerId == customer.FormerGuestId);

    /// <summary>The one that a mail's link opens, unless its mails go to another address by now.</summary>
    public static IQueryable<Booking> OpenedBy(this IQueryable<Booking> bookings, BookingLink link) =>
        bookings.Where(booking => booking.Id == link.BookingId && booking.LinkVersion == link.Version);
}
