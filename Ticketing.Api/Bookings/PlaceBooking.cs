using Answer = Microsoft.AspNetCore.Http.HttpResults.Results<
    Microsoft.AspNetCore.Http.HttpResults.Created<Ticketing.Api.Bookings.BookingResponse>, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult>;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;
using Ticketing.Core.Problems;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;

namespace Ticketing.Api.Bookings;

/// <summary>
/// Turns a hold into a booking, once. The booking's id follows from the hold, so whatever a lost answer, a crash or an impatient
/// client leaves half-way, the same request again attaches the hold to the same booking and completes it, or finds it done.
/// </summary>
sealed class PlaceBooking(
    TicketingDbContext context, SeatHoldStore holds, SeatReconciliation seatsInRedis, TimeProvider time, IOptions<BookingOptions> options,
    FaultPoints faults, ILogger<PlaceBooking> logger)
{
    const string Route = "POST /api/bookings";

    /// <summary>Who has it is the only one who adds to what a customer has not paid for.</summary>
    public static string LockOfPending(Guid customerId) => $"pending/customer/{customerId}";

    public async Task<Answer> HandleAsync(BookingOrder order, string idempotencyKey, Customer customer, CancellationToken ct)
    {
        var request = IdempotencyKey.Of(customer.Id, Route, idempotencyKey, order);

        // What can be refused without a transaction is, and the showing gets loaded into Redis before a transaction waits for it.
        var hold = await holds.FindAsync(order.ShowingId, order.HoldId, HoldOwner.Of(customer), ct);
        if (hold is null)
            return await ReplayAsync(request, ct) ?? HoldNotFound();
        if (!Matches(order, hold.Seats))
            return SeatsDoNotMatch();

        try
        {
            return await PlaceAsync(order, request, customer, ct);
        }
        catch (CommitUnansweredException lost)
        {
            // It happened or it did not; the locks are free when that is decided. The second try finds the booking or makes it.
            logger.LogWarning(lost, "The commit of a booking for hold {Hold} got no answer", order.HoldId);
            return await PlaceAsync(order, request, customer, ct);
        }
    }

    async Task<Answer> PlaceAsync(BookingOrder order, IdempotencyKey request, Customer customer, CancellationToken ct)
    {
        context.ChangeTracker.Clear();
        var showing = await context.Showings.AsNoTracking().Where(s => s.Id == order.ShowingId)
            .Include(s => s.PricePlan).Include(s => s.Auditorium).ThenInclude(a => a.Cinema)
            .SingleAsync(ct);
        var seats = await SeatsAsync(showing, order, ct);
        var bookingId = DerivedId.OfBooking(order.ShowingId, order.HoldId);

        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        // One at a time: requests with this key, and whatever adds to what this customer, as the guest of before too, or address has of the showing.
        await context.LockAsync(
            [request.LockName, AddressSeats.LockName(showing.Id, order.NormalizedEmail), .. LocksOf(customer.Id), .. customer.FormerGuestId is { } guest ? LocksOf(guest) : []], ct);
        if (await ReplayAsync(request, ct) is { } earlier)
            return earlier;
        if (await RefusalAsync(order, bookingId, customer, ct) is { } refusal)
            return refusal;

        // No finer than the database keeps it, so that every answer names the same instants.
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var expiresAt = Earlier(now + options.Value.PaymentWindow, showing.CutoffAt);
        string? network = null;
        switch (await holds.AttachAsync(showing.Id, order.HoldId, HoldOwner.Of(customer), bookingId, expiresAt, ct))
        {
            case AttachResult.NotFound: return HoldNotFound();
            case AttachResult.AttachedToAnother: return AlreadyBooked();
            case AttachResult.Attached attached when !Matches(order, attached.Seats): return await DetachedAsync(SeatsDoNotMatch());
            case AttachResult.Attached attached: network = attached.Network; break;
        }

        if (network is not null && await PendingAsync(b => b.Network == network, ct) >= options.Value.PendingPerNetwork)
            return await DetachedAsync(TooManyPending());

        var booking = NewBooking(bookingId, order, showing, customer, network, expiresAt, now);
        booking.Seats.AddRange(order.Seats.Select(ordered => BookedSeat(ordered, seats[ordered.Index], showing)));
        context.Bookings.Add(booking);
        var response = BookingResponse.Of(booking);
        context.IdempotentRequests.Add(request.Answered(StatusCodes.Status201Created, response, now));
        try
        {
            await context.SaveChangesAsync(ct);
        }
        catch (DbUpdateException failure) when (failure.Violates(UniqueIndexes.LiveSeat))
        {
            // Redis had given away what somebody else has: it is behind, and others would run into the same.
            await seatsInRedis.ReconcileAsync(showing.Id, ct);
            return await DetachedAsync(Problem.Conflict("seat_taken", "One of the seats has been sold."));
        }

        await faults.ReachAsync(FaultPoint.BookingBeforeCommit, ct);
        await transaction.CommitAnsweredAsync();
        await faults.ReachAsync(FaultPoint.BookingAfterCommit, ct);
        await KeepSeatsInRedisAsync(order, customer);
        return Created(response);

        string[] LocksOf(Guid id) => [$"showing/{showing.Id}/customer/{id}", LockOfPending(id)];

        // Under the locks, so that it cannot take the hold from another request that is placing the same booking.
        async Task<ProblemHttpResult> DetachedAsync(ProblemHttpResult problem)
        {
            await holds.DetachAsync(showing.Id, order.HoldId, bookingId, ct);
            return problem;
        }
    }

    /// <summary>
    /// Gives Redis the seats again if it lost them while the booking was being committed: who built the showing anew just then
    /// did not see the booking.
    /// </summary>
    async Task KeepSeatsInRedisAsync(BookingOrder order, Customer customer)
    {
        try
        {
            if (await holds.FindAsync(order.ShowingId, order.HoldId, HoldOwner.Of(customer), CancellationToken.None) is null)
                await seatsInRedis.ReconcileAsync(order.ShowingId, CancellationToken.None);
        }
        catch (SeatHoldsUnavailableException away)
        {
            // The booking stands. Redis learns of it when it is built anew or reconciled.
            logger.LogWarning(away, "Redis could not be asked for hold {Hold} after its booking", order.HoldId);
        }
    }

    /// <summary>The answer that the same request got before; an error if the key came with something else.</summary>
    async Task<Answer?> ReplayAsync(IdempotencyKey request, CancellationToken ct)
    {
        if (await request.FindEarlierAsync(context, ct) is not { } earlier)
            return null;

        return request.IsFor(earlier) ? (Answer)Created(IdempotencyKey.AnswerOf<BookingResponse>(earlier)) : (Answer)IdempotencyKey.Reused();
    }

    async Task<ProblemHttpResult?> RefusalAsync(BookingOrder order, Guid bookingId, Customer customer, CancellationToken ct)
    {
        // Read again inside the transaction: the sale may have been closed, the showing cancelled.
        var showing = await context.Showings.AsNoTracking().Include(s => s.Film).SingleAsync(s => s.Id == order.ShowingId, ct);
        var taken = await context.Bookings
            .Where(b => b.ShowingId == order.ShowingId
                && (b.CustomerId == customer.Id || b.CustomerId == customer.FormerGuestId
                    || (b.NormalizedEmail == order.NormalizedEmail && (b.Status == BookingStatus.Confirming || b.Status == BookingStatus.Confirmed))))
            .Select(b => new { b.Id, Seats = b.Seats.Count(s => s.FreedAt == null) })
            .ToListAsync(ct);

        if (taken.Any(b => b.Id == bookingId))
            return AlreadyBooked(bookingId);
        if (order.Seats.Any(seat => !showing.Film.Admits(seat.Concession)))
            return Problem.BadRequest("concession_not_allowed", "The film's rating does not allow one of the concessions.");
        if (showing.CancelledAt is not null)
            return Problem.Conflict("showing_cancelled", "The showing has been cancelled.");
        if (!showing.IsOnSale(time.GetUtcNow()))
            return Problem.Conflict("sale_closed", "Tickets for this showing are no longer sold.");
        if (taken.Sum(b => b.Seats) + order.Seats.Count > options.Value.SeatLimit)
            return Problem.Conflict("booking_limit_reached", $"A customer may have {options.Value.SeatLimit} seats of a showing.", ("limit", options.Value.SeatLimit));
        return await PendingAsync(b => b.CustomerId == customer.Id || b.CustomerId == customer.FormerGuestId, ct) >= options.Value.PendingPerCustomer ? TooManyPending() : null;
    }

    /// <summary>Bookings of any showings that wait for their payment.</summary>
    Task<int> PendingAsync(Expression<Func<Booking, bool>> whose, CancellationToken ct) =>
        context.Bookings.Where(b => b.Status == BookingStatus.PendingPayment).CountAsync(whose, ct);

    static ProblemHttpResult TooManyPending() =>
        Problem.Conflict("too_many_unpaid_bookings", "Please pay for the bookings that you have, or call them off, before you make another.");

    static ProblemHttpResult HoldNotFound() => Problem.NotFound("hold_not_found", "There is no such hold, or it has expired.");

    static ProblemHttpResult SeatsDoNotMatch() => Problem.BadRequest("seats_do_not_match_hold", "The seats are not those of the hold.");

    static ProblemHttpResult AlreadyBooked(Guid? bookingId = null) =>
        Problem.Conflict("hold_already_booked", "This hold has become a booking.", ("bookingId", bookingId));

    static Booking NewBooking(
        Guid id, BookingOrder order, Showing showing, Customer customer, string? network, DateTimeOffset expiresAt, DateTimeOffset now) => new(Actor.Customer(customer.Id), now, network)
        {
            Id = id,
            Reference = BookingReference.New(),
            ShowingId = showing.Id,
            CustomerId = customer.Id,
            HoldId = order.HoldId,
            Email = order.Email,
            NormalizedEmail = order.NormalizedEmail,
            Language = order.Language,
            Amount = order.Seats.Sum(seat => showing.PriceOf(seat.Concession)),
            Currency = showing.PricePlan.Currency,
            ExpiresAt = expiresAt,
        };

    static BookingSeat BookedSeat(OrderedSeat ordered, Seat seat, Showing showing) => new()
    {
        ShowingId = showing.Id,
        SeatId = seat.Id,
        Seat = seat,
        Concession = ordered.Concession,
        Price = showing.PriceOf(ordered.Concession),
    };

    Task<Dictionary<int, Seat>> SeatsAsync(Showing showing, BookingOrder order, CancellationToken ct)
    {
        var indexes = order.Seats.Select(seat => seat.Index).ToArray();
        return context.Seats.Where(s => s.AuditoriumId == showing.AuditoriumId && indexes.Contains(s.Index)).ToDictionaryAsync(s => s.Index, ct);
    }

    static bool Matches(BookingOrder order, IReadOnlyList<int> held) => order.Seats.Select(seat => seat.Index).SequenceEqual(held.Order());

    static Created<BookingResponse> Created(BookingResponse booking) => TypedResults.Created($"/api/bookings/{booking.Id}", booking);

    static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>The commit was sent, but whether it happened is not known.</summary>
sealed class CommitUnansweredException(Exception cause) : Exception("The commit got no answer.", cause);

static class CommitExtensions
{
    /// <summary>Commits; a client that hangs up meanwhile changes nothing.</summary>
    /// <exception cref="CommitUnansweredException">Look up what happened.</exception>
    public static async Task CommitAnsweredAsync(this IDbContextTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception failure)
        {
            throw new CommitUnansweredException(failure);
        }
    }
}
