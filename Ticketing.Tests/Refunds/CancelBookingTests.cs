using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings.Cancelling;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Refunds;

/// <summary>Tickets given back: once, at the price that was paid, in time.</summary>
public sealed class CancelBookingTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(CancelBookingTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Cancel_WhenWhole_FreesTheSeatsAndOwesAllTheMoney()
    {
        var (placed, _) = await world.GivenPaidAsync(3, 4);

        var cancelled = await world.MustCancelAsync(placed.Id);

        (cancelled.Status, cancelled.Amount, cancelled.Currency).ShouldBe((BookingStatus.Cancelled, placed.Amount, "KRW"));
        cancelled.Seats.ShouldBe(["A4", "A5"]);
        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.Cancelled);
        booking.LiveSeats.ShouldBeEmpty();
        booking.Tickets.ShouldAllBe(ticket => ticket.CancelledAt != null && ticket.RefundId == cancelled.RefundId);
        var refund = booking.Refunds.ShouldHaveSingleItem();
        (refund.Id, refund.Amount, refund.Status, refund.Reason).ShouldBe(
            (cancelled.RefundId!.Value, placed.Amount, RefundStatus.Pending, RefundReason.CustomerCancelled));
        booking.Events.OrderBy(e => e.Id).Select(e => (e.To, e.By, e.Why)).ShouldBe(
        [
            (BookingStatus.PendingPayment, $"customer:{booking.CustomerId}", "placed"),
            (BookingStatus.Confirming, "payments", "payment_authorized"),
            (BookingStatus.Confirmed, "payments", "payment_captured"),
            (BookingStatus.Cancelled, "mail-link", "customer_cancelled"),
        ]);
        (await world.MessagesAsync<TicketsCancelled>(placed.Id)).ShouldBe(1);
        (await world.RefundMessagesAsync<RefundRequested>(refund.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Cancel_WhenOneSeat_KeepsTheOthers()
    {
        var (placed, _) = await world.GivenPaidAsync(3, 4, 5);

        var cancelled = await world.MustCancelAsync(placed.Id, 4);

        (cancelled.Status, cancelled.Amount).ShouldBe((BookingStatus.Confirmed, placed.Seats[1].Price));
        var answer = await world.AnswerAsync(placed.Id);
        answer.Tickets!.Select(ticket => ticket.Seat).ShouldBe(["A4", "A6"]);
        answer.Seats.Where(seat => seat.GivenBack).Select(seat => seat.Label).ShouldBe(["A5"]);
        answer.Refunds!.ShouldHaveSingleItem().Amount.ShouldBe(placed.Seats[1].Price);
        (await world.CancelAsync(placed.Id, [4])).ShouldBeProblem(StatusCodes.Status409Conflict, "seat_not_in_booking");
        (await world.MustCancelAsync(placed.Id)).Amount.ShouldBe(placed.Seats[0].Price + placed.Seats[2].Price);
    }

    [Fact]
    public async Task Cancel_WhenTheSeatIsAnothers_Refuses()
    {
        var (placed, _) = await world.GivenPaidAsync(3);

        (await world.CancelAsync(placed.Id, [3, 4])).ShouldBeProblem(StatusCodes.Status409Conflict, "seat_not_in_booking");

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Cancel_WhenTwentyMinutesAreLeft_IsForTheStaff()
    {
        var (placed, _) = await world.GivenPaidAsync(3, 4);
        var starts = await StartsAtAsync(placed.ShowingId);
        world.Clock.Advance(starts - TimeSpan.FromMinutes(20) - Moment - world.Clock.GetUtcNow());
        (await world.AnswerAsync(placed.Id)).CancellableUntil.ShouldBe(starts - TimeSpan.FromMinutes(20));
        await world.MustCancelAsync(placed.Id, 3);

        world.Clock.Advance(Moment);
        (await world.CancelAsync(placed.Id)).ShouldBeProblem(StatusCodes.Status409Conflict, "cancellation_closed");
        var byStaff = (await world.CancelAsStaffAsync(placed.Id, "Spilt coffee on the seat.")).ShouldBeOfType<Ok<CancellationResponse>>().Value!;

        byStaff.Seats.ShouldBe(["A5"]);
        var booking = await world.BookingAsync(placed.Id);
        var last = booking.Events.MaxBy(e => e.Id)!;
        (last.Why, last.By.Split(':')[0]).ShouldBe(("Spilt coffee on the seat.", "staff"));
        booking.Refunds.MaxBy(r => r.RequestedAt)!.Reason.ShouldBe(RefundReason.StaffCancelled);
    }

    [Fact]
    public async Task Cancel_WhenThePaymentIsNotHeardOfYet_CallsOffAndTakesNoMoney()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3, 4);

        (await world.CancelAsync(placed.Id, [3])).ShouldBeProblem(StatusCodes.Status409Conflict, "booking_has_no_tickets");
        var cancelled = await world.MustCancelAsync(placed.Id);
        await world.HandleAsync(checkout);

        (cancelled.Status, cancelled.RefundId, cancelled.Amount).ShouldBe((BookingStatus.Cancelled, null, 0));
        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.Cancelled);
        booking.LiveSeats.ShouldBeEmpty();
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
        (await world.MessagesAsync<BookingRefused>(placed.Id)).ShouldBe(1);
        (await world.Sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized", "canceled"]);
    }

    [Fact]
    public async Task Cancel_WhileThePaymentIsCaptured_Refuses()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterEffect: true);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));

        (await world.CancelAsync(placed.Id)).ShouldBeProblem(StatusCodes.Status409Conflict, "booking_has_no_tickets");
        await world.HandleAsync(checkout);

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Cancel_WhenTheRequestIsRepeated_AnswersTheSameAndRefundsOnce()
    {
        var (placed, _) = await world.GivenPaidAsync(3, 4);

        var first = (await world.CancelAsync(placed.Id, [3], "key")).ShouldBeOfType<Ok<CancellationResponse>>().Value!;
        var second = (await world.CancelAsync(placed.Id, [3], "key")).ShouldBeOfType<Ok<CancellationResponse>>().Value!;
        var other = await world.CancelAsync(placed.Id, [4], "key");

        (second.RefundId, second.Amount, second.Status).ShouldBe((first.RefundId, first.Amount, first.Status));
        second.Seats.ShouldBe(first.Seats);
        other.ShouldBeProblem(StatusCodes.Status422UnprocessableEntity, "idempotency_key_reused");
        (await world.BookingAsync(placed.Id)).Refunds.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Race_WhenCustomerAndStaffAndTabsCancelAtOnce_RefundsOnce()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3, 4);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => n % 2 == 0
            ? world.CancelAsync(placed.Id, key: n < 5 ? "one tab" : null)
            : world.CancelAsStaffAsync(placed.Id, "Called us.")));

        var refunds = answers.OfType<Ok<CancellationResponse>>().Select(ok => ok.Value!.RefundId).Distinct().ToList();
        var refund = (await world.BookingAsync(placed.Id)).Refunds.ShouldHaveSingleItem();
        refunds.ShouldBe([refund.Id]);
        answers.OfType<ProblemHttpResult>().ShouldAllBe(problem => $"{problem.ProblemDetails.Extensions["code"]}" == "already_cancelled");
        await world.PayRefundAsync(refund.Id);
        (await world.KeptAsync(checkout)).ShouldBe(0);
    }

    [Fact]
    public async Task Race_WhenTwoTabsGiveBackOneSeatEach_RefundsBoth()
    {
        var (placed, _) = await world.GivenPaidAsync(3, 4);

        var answers = await Task.WhenAll(world.CancelAsync(placed.Id, [3]), world.CancelAsync(placed.Id, [4]));

        answers.ShouldAllBe(answer => answer is Ok<CancellationResponse>);
        var booking = await world.BookingAsync(placed.Id);
        (booking.Status, booking.Refunds.Sum(r => r.Amount)).ShouldBe((BookingStatus.Cancelled, booking.Amount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancel_WhenTheCommitGetsNoAnswer_IsDoneOnceAllTheSame(bool afterCommit)
    {
        var (placed, _) = await world.GivenPaidAsync(3);
        if (afterCommit)
            world.Commits.LoseNextAfter();
        else
            world.Commits.LoseNextBefore();

        var cancelled = await world.MustCancelAsync(placed.Id);

        (await world.BookingAsync(placed.Id)).Refunds.ShouldHaveSingleItem().Id.ShouldBe(cancelled.RefundId!.Value);
        (await world.MessagesAsync<TicketsCancelled>(placed.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Cancel_WhenSeatsAreFree_SellsThemAgain()
    {
        var (placed, _) = await world.GivenPaidAsync(3, 4);
        var cancelled = await world.MustCancelAsync(placed.Id, 4);
        var showing = await world.ReadAsync(context => context.Showings.SingleAsync(s => s.Id == placed.ShowingId));
        await world.DeliverSeatsAsync(placed.Id);

        var next = await world.GivenBookingAsync(showing, BookingWorld.GivenCustomer(), 4);

        next.Seats.ShouldHaveSingleItem().Label.ShouldBe(cancelled.Seats[0]);
    }

    Task<DateTimeOffset> StartsAtAsync(long showingId) => world.ReadAsync(context => context.Showings.Where(s => s.Id == showingId).Select(s => s.StartsAt).SingleAsync());
}
