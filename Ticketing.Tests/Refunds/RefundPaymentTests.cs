using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Refunds;

/// <summary>From a refund that was written down to money that went back, with everything that can go wrong in between.</summary>
public sealed class RefundPaymentTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(RefundPaymentTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Pay_WhenWhole_GivesEverythingBackAndEndsTheBooking()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3, 4);
        var cancelled = await world.MustCancelAsync(placed.Id);

        await world.PayRefundAsync(cancelled.RefundId!.Value);

        var booking = await ShouldBePaidAsync(placed.Id, cancelled.RefundId!.Value, attempts: 1);
        booking.Status.ShouldBe(BookingStatus.Refunded);
        booking.Events.MaxBy(e => e.Id)!.Why.ShouldBe("refund_completed");
        (await world.KeptAsync(checkout)).ShouldBe(0);
    }

    [Fact]
    public async Task Pay_WhenSeatBySeat_KeepsWhatTheTicketsAreWorth()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3, 4);

        var first = await world.MustCancelAsync(placed.Id, 3);
        await world.PayRefundAsync(first.RefundId!.Value);
        (await world.KeptAsync(checkout)).ShouldBe(placed.Seats[1].Price);
        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);

        var second = await world.MustCancelAsync(placed.Id, 4);
        await world.PayRefundAsync(second.RefundId!.Value);
        (await world.KeptAsync(checkout)).ShouldBe(0);
        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Refunded);
    }

    [Fact]
    public async Task Pay_WhenDeliveredManyTimesAtOnce_PaysOnce()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3, 4);
        var cancelled = await world.MustCancelAsync(placed.Id, 3);
        var message = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => world.PayRefundAsync(cancelled.RefundId!.Value, n % 2 == 0 ? message : null)));

        await ShouldBePaidAsync(placed.Id, cancelled.RefundId!.Value, attempts: 1);
        (await world.KeptAsync(checkout)).ShouldBe(placed.Seats[1].Price);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pay_WhenTheProviderGivesNoAnswer_SaysSoAndIsRetriedUntilPaidOnce(bool afterEffect)
    {
        var (placed, checkout) = await world.GivenPaidAsync(3, 4);
        var cancelled = await world.MustCancelAsync(placed.Id, 3);
        await world.Sandbox.FailNextAsync(checkout, "refund", afterEffect);

        await Should.ThrowAsync<PaymentUnavailableException>(() => world.PayRefundAsync(cancelled.RefundId!.Value));
        var open = (await world.BookingAsync(placed.Id)).Refunds.ShouldHaveSingleItem();
        (open.Status, open.Attempts).ShouldBe((RefundStatus.Pending, 1));
        open.LastError.ShouldNotBeNullOrEmpty();

        await world.RetryRefundsAsync();
        (await world.BookingAsync(placed.Id)).Refunds.Single().Attempts.ShouldBe(1, "it was asked just now");
        world.Clock.Advance(RetryAfter);
        await world.RetryRefundsAsync();

        await ShouldBePaidAsync(placed.Id, cancelled.RefundId!.Value, attempts: 2);
        (await world.KeptAsync(checkout)).ShouldBe(placed.Seats[1].Price);
    }

    [Fact]
    public async Task Pay_WhenTheProviderRefuses_IsSeenAndRetried()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3);
        var cancelled = await world.MustCancelAsync(placed.Id);
        await world.Sandbox.RefuseNextAsync(checkout, "refund", "balance_insufficient");

        await Should.ThrowAsync<PaymentRejectedException>(() => world.PayRefundAsync(cancelled.RefundId!.Value));
        (await world.BookingAsync(placed.Id)).Refunds.Single().LastError!.ShouldContain("balance_insufficient");
        world.Clock.Advance(RetryAfter);
        await world.RetryRefundsAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Refunded);
        (await world.KeptAsync(checkout)).ShouldBe(0);
    }

    [Fact]
    public async Task Retry_WhenTheMessageIsLost_PaysAllTheSame()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3);
        await world.MustCancelAsync(placed.Id);

        world.Clock.Advance(RetryAfter);
        await world.RetryRefundsAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Refunded);
        (await world.KeptAsync(checkout)).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pay_WhenTheWorkerDiesAtTheCommit_ResumesWhenDeliveredAgain(bool afterCommit)
    {
        var (placed, checkout) = await world.GivenPaidAsync(3);
        var cancelled = await world.MustCancelAsync(placed.Id);
        if (afterCommit)
            world.Commits.LoseNextAfter();
        else
            world.Commits.LoseNextBefore();

        await Should.ThrowAsync<IOException>(() => world.PayRefundAsync(cancelled.RefundId!.Value));
        await world.PayRefundAsync(cancelled.RefundId!.Value);

        await ShouldBePaidAsync(placed.Id, cancelled.RefundId!.Value, attempts: 1);
        (await world.KeptAsync(checkout)).ShouldBe(0);
    }

    [Fact]
    public async Task Settle_WhenTheProviderTellsOfTheRefund_ChangesNothing()
    {
        var (placed, checkout) = await world.GivenPaidAsync(3, 4);
        var first = await world.MustCancelAsync(placed.Id, 3);
        await world.PayRefundAsync(first.RefundId!.Value);
        await world.HandleAsync(checkout);
        var second = await world.MustCancelAsync(placed.Id);
        await world.PayRefundAsync(second.RefundId!.Value);

        await world.HandleAsync(checkout);

        var booking = await world.BookingAsync(placed.Id);
        (booking.Status, booking.PaymentAttempts.Single().Status).ShouldBe((BookingStatus.Refunded, PaymentAttemptStatus.Captured));
        booking.Refunds.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Settle_WhenCapturedTooLate_WritesDownWhatGoesBack()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.ExpireAsync();
        await world.Sandbox.CaptureAsync(checkout, placed.Amount);

        await world.HandleAsync(checkout);
        await world.HandleAsync(checkout);

        var booking = await world.BookingAsync(placed.Id);
        var refund = booking.Refunds.ShouldHaveSingleItem();
        (refund.Reason, refund.Amount, refund.Status, refund.RequestedBy).ShouldBe(
            (RefundReason.NotBookable, placed.Amount, RefundStatus.Completed, "payments"));
        (booking.Status, booking.PaymentAttempts.Single().Status).ShouldBe((BookingStatus.Expired, PaymentAttemptStatus.Refunded));
        (await world.RefundMessagesAsync<RefundCompleted>(refund.Id)).ShouldBe(1);
    }

    async Task<Booking> ShouldBePaidAsync(Guid bookingId, Guid refundId, int attempts)
    {
        var booking = await world.BookingAsync(bookingId);
        var refund = booking.Refunds.ShouldHaveSingleItem();
        (refund.Id, refund.Status, refund.Attempts, refund.LastError).ShouldBe((refundId, RefundStatus.Completed, attempts, null));
        refund.CompletedAt.ShouldNotBeNull();
        (await world.RefundMessagesAsync<RefundCompleted>(refundId)).ShouldBe(1);
        return booking;
    }
}
