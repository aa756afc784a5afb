using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Refunds;

/// <summary>A whole showing is cancelled: everybody gets everything back, whatever the worker dies of half-way.</summary>
public sealed class CancelShowingTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(CancelShowingTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Cancel_StopsTheSaleAtOnce()
    {
        var showing = await world.GivenShowingAsync();
        var customer = BookingWorld.GivenCustomer();
        var (_, order) = await world.GivenHoldAsync(showing, customer, 3);

        (await world.CancelShowingAsync(showing)).ShouldBeTrue();

        var refused = await world.Holds.TakeAsync(showing.Id, Guid.NewGuid(), [8], idempotencyKey: null, default);
        refused.ShouldBeOfType<TakeResult.ShowingCancelled>();
        (await world.PlaceAsync(order, customer)).ShouldBeProblem(StatusCodes.Status409Conflict, "showing_cancelled");
    }

    [Fact]
    public async Task Cancel_WhenThereIsNoSuchShowing_SaysSo() =>
        (await world.CancelShowingAsync(new Showing
        {
            Id = long.MaxValue,
            FilmId = "",
            AuditoriumId = "",
            PricePlanId = "",
            StartsAt = default,
            EndsAt = default,
            SaleOpensAt = default,
            CutoffAt = default,
            AudioLanguage = "ko",
        })).ShouldBeFalse();

    [Fact]
    public async Task Handle_RefundsThePaidAndEndsTheUnpaid()
    {
        var showing = await world.GivenShowingAsync();
        var paid = await world.GivenPaidAsync(showing, 3, 4);
        var unpaid = await world.GivenAuthorizedAsync(showing, 8);
        await world.CancelShowingAsync(showing);
        await world.CancelShowingAsync(showing, "Another reason, too late.");

        await world.HandleShowingCancelledAsync(showing);
        var underWay = (await world.ProgressAsync(showing))!;
        (underWay.Bookings, underWay.Refunded, underWay.Pending, underWay.Unpaid).ShouldBe((1, 0, 1, 0));
        underWay.Reason.ShouldBe("The projector is broken.");
        underWay.CompletedAt.ShouldNotBeNull();

        var booking = await world.BookingAsync(paid.Booking.Id);
        var refund = booking.Refunds.ShouldHaveSingleItem();
        (booking.Status, refund.Reason, refund.Amount, refund.RequestedBy[..6]).ShouldBe(
            (BookingStatus.Cancelled, RefundReason.ShowingCancelled, booking.Amount, "staff:"));
        await world.PayRefundAsync(refund.Id);
        var ended = await world.BookingAsync(unpaid.Booking.Id);
        (ended.Status, ended.Events.MaxBy(e => e.Id)!.Why).ShouldBe((BookingStatus.Refused, "showing_cancelled"));
        ended.LiveSeats.ShouldBeEmpty();
        await world.HandleAsync(unpaid.Checkout); // the message that was written with it
        (await world.BookingAsync(unpaid.Booking.Id)).PaymentAttempts.Single().Status.ShouldBe(PaymentAttemptStatus.Voided);

        (await world.KeptAsync(paid.Checkout)).ShouldBe(0);
        (await world.Provider.Find(unpaid.Checkout, default))!.Status.ShouldBe(CheckoutStatus.Canceled);
        (await world.MessagesAsync<TicketsCancelled>(paid.Booking.Id)).ShouldBe(1);
        (await world.MessagesAsync<BookingRefused>(unpaid.Booking.Id)).ShouldBe(1);
        (await world.MessagesAsync<PaymentNotified>("checkoutId", unpaid.Checkout)).ShouldBe(1);
        var through = (await world.ProgressAsync(showing))!;
        (through.Bookings, through.Refunded, through.Pending).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task GoOn_WhenTheWorkerDiedHalfWay_EndsTheRestOnce()
    {
        var showing = await world.GivenShowingAsync();
        var paid = new List<Guid>();
        foreach (var seat in Enumerable.Range(0, 5))
            paid.Add((await world.GivenPaidAsync(showing, seat * 3)).Booking.Id);
        await world.CancelShowingAsync(showing);

        world.Commits.LoseNextBefore();
        await Should.ThrowAsync<IOException>(() => world.HandleShowingCancelledAsync(showing));
        (await world.ProgressAsync(showing))!.CompletedAt.ShouldBeNull();
        var ended = await Task.WhenAll(paid.Select(world.BookingAsync));
        ended.Count(booking => booking.Status == BookingStatus.Cancelled).ShouldBe(4, "one that fails keeps no other waiting");
        world.Commits.LoseNextAfter();
        await Should.ThrowAsync<IOException>(() => world.HandleShowingCancelledAsync(showing));
        (await world.ProgressAsync(showing))!.CompletedAt.ShouldBeNull();
        await world.GoOnWithShowingsAsync();

        (await world.ProgressAsync(showing))!.CompletedAt.ShouldNotBeNull();
        foreach (var id in paid)
        {
            (await world.BookingAsync(id)).Refunds.Count.ShouldBe(1);
            (await world.MessagesAsync<TicketsCancelled>(id)).ShouldBe(1);
        }
    }

    [Fact]
    public async Task GoOn_WhenABookingIsBeingCaptured_WaitsForItsTickets()
    {
        var showing = await world.GivenShowingAsync();
        var (placed, checkout) = await world.GivenAuthorizedAsync(showing, 3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterEffect: true);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        await world.CancelShowingAsync(showing);

        await world.HandleShowingCancelledAsync(showing);
        (await world.ProgressAsync(showing))!.CompletedAt.ShouldBeNull();
        await world.HandleAsync(checkout);
        await world.GoOnWithShowingsAsync();

        (await world.ProgressAsync(showing))!.CompletedAt.ShouldNotBeNull();
        var booking = await world.BookingAsync(placed.Id);
        await world.PayRefundAsync(booking.Refunds.ShouldHaveSingleItem().Id);
        (await world.KeptAsync(checkout)).ShouldBe(0);
    }

    [Fact]
    public async Task Settle_WhenTheShowingIsCancelledBeforeTheCapture_LetsTheMoneyGo()
    {
        var showing = await world.GivenShowingAsync();
        var (placed, checkout) = await world.GivenAuthorizedAsync(showing, 3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterEffect: false);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        await world.CancelShowingAsync(showing);

        await world.HandleAsync(checkout);

        var booking = await world.BookingAsync(placed.Id);
        (booking.Status, booking.Events.MaxBy(e => e.Id)!.Why).ShouldBe((BookingStatus.Refused, "showing_cancelled"));
        (await world.Provider.Find(checkout, default))!.Status.ShouldBe(CheckoutStatus.Canceled);
    }

    [Fact]
    public async Task Race_WhenCustomersCancelMeanwhile_EachIsRefundedOnce()
    {
        var showing = await world.GivenShowingAsync();
        var paid = new List<Guid>();
        foreach (var seat in Enumerable.Range(0, 6))
            paid.Add((await world.GivenPaidAsync(showing, seat * 3)).Booking.Id);
        await world.CancelShowingAsync(showing);

        await Task.WhenAll([
            world.HandleShowingCancelledAsync(showing), world.GoOnWithShowingsAsync(),
            .. paid.Select(id => world.CancelAsync(id)),
        ]);

        foreach (var id in paid)
            (await world.BookingAsync(id)).Refunds.ShouldHaveSingleItem().Amount.ShouldBe(await AmountAsync(id));
    }

    Task<long> AmountAsync(Guid id) => world.ReadAsync(context => context.Bookings.Where(b => b.Id == id).Select(b => b.Amount).SingleAsync());
}
