using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>From a paid checkout to tickets, with everything that can go wrong in between.</summary>
public sealed class SettlementTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(SettlementTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Handle_WhenAuthorized_TakesTheMoneyAndIssuesSignedTickets()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3, 4);

        await world.HandleAsync(checkout);

        var booking = await ShouldBeConfirmedAsync(placed.Id, checkout);
        var issuedAt = booking.ConfirmedAt!.Value.ToUnixTimeSeconds();
        booking.Tickets.Select(ticket => TicketCode.Verify(ticket.Code, [world.Signer.Verifying()], world.Clock.GetUtcNow())!).OrderBy(claims => claims.SeatLabel).ShouldBe(
        [
            new TicketClaims(DerivedId.OfTicket(booking.Id, 3), booking.Reference, booking.ShowingId, "A4", await StartsAtAsync(booking), Concession.Adult, issuedAt),
            new TicketClaims(DerivedId.OfTicket(booking.Id, 4), booking.Reference, booking.ShowingId, "A5", await StartsAtAsync(booking), Concession.Adult, issuedAt),
        ]);
    }

    [Fact]
    public async Task Handle_WhenAuthorized_LinksToTheTraceInWhichTheCustomerWentToPay()
    {
        using var began = new Activity("booking").Start();
        var (_, checkout) = await world.GivenAuthorizedAsync(3);
        began.Stop();
        using var settling = new Activity("webhook").Start();

        await world.HandleAsync(checkout);

        settling.Links.Select(link => link.Context.TraceId).ShouldBe([began.TraceId]);
        settling.TraceId.ShouldNotBe(began.TraceId);
    }

    [Fact]
    public async Task Handle_WhenNotificationsComeManyTimesAtOnce_ConfirmsOnce()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3, 4);
        var message = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => world.HandleAsync(checkout, i % 2 == 0 ? message : Guid.NewGuid())));

        await ShouldBeConfirmedAsync(placed.Id, checkout);
    }

    [Fact]
    public async Task Handle_WhenOneAddressPaysFromManyBrowsersAtOnce_TakesMoneyForEightSeats()
    {
        var showing = await world.GivenShowingAsync();
        var email = $"{Guid.NewGuid():N}@customers.example";
        var bookings = await Task.WhenAll(Enumerable.Range(0, 6).Select(async browser =>
        {
            var guest = BookingWorld.GivenCustomer();
            var (hold, _) = await world.GivenHoldAsync(showing, guest, browser * 2, browser * 2 + 1);
            // Another spelling is the same mailbox.
            var placed = BookingWorld.Placed(await world.PlaceAsync(BookingWorld.OrderOf(hold, browser % 2 == 0 ? email : email.ToUpperInvariant()), guest));
            return (placed.Id, Guest: guest);
        }));

        await Task.WhenAll(bookings.Select(booking => world.PaysAsync(booking.Id, booking.Guest)));

        var ended = await Task.WhenAll(bookings.Select(booking => world.BookingAsync(booking.Id)));
        ended.Count(booking => booking.Status == BookingStatus.Confirmed).ShouldBe(4);
        foreach (var refused in ended.Where(booking => booking.Status != BookingStatus.Confirmed))
        {
            await ShouldBeFreeAsync(refused.Id, BookingStatus.Refused);
            refused.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
            refused.Events.MaxBy(moved => moved.Id)!.Why.ShouldBe(BookingReasons.SeatLimitReached);
            (await world.MessagesAsync<BookingRefused>(refused.Id)).ShouldBe(1);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_WhenCaptureGetsNoAnswer_ResumesWhenDeliveredAgain(bool afterCapture)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterCapture);

        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirming);
        world.Clock.Advance(Window); // what is being confirmed does not expire
        await world.ExpireAsync();
        await world.HandleAsync(checkout);

        await ShouldBeConfirmedAsync(placed.Id, checkout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_WhenWorkerDiesAtACommit_ResumesWhenDeliveredAgain(bool afterCommit)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        if (afterCommit)
            world.Commits.LoseNextAfter();
        else
            world.Commits.LoseNextBefore();

        await Should.ThrowAsync<IOException>(() => world.HandleAsync(checkout));
        await world.HandleAsync(checkout);

        await ShouldBeConfirmedAsync(placed.Id, checkout);
    }

    [Fact]
    public async Task Reconcile_WhenMessageIsLostHalfWay_FinishesTheConfirmation()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterEffect: true);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));

        world.Clock.Advance(Window);
        await world.ReconcileAsync();

        await ShouldBeConfirmedAsync(placed.Id, checkout);
    }

    [Fact]
    public async Task Handle_WhenPaidTooLate_LetsTheMoneyGo()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        world.Clock.Advance(Window);

        await world.HandleAsync(checkout);
        await world.ExpireAsync();

        var booking = await ShouldBeFreeAsync(placed.Id, BookingStatus.Expired);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
        (await world.Sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized", "canceled"]);
        (await world.MessagesAsync<BookingExpired>(booking.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Handle_WhenCapturedForAnExpiredBooking_GivesTheMoneyBack()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        world.Clock.Advance(Window);
        await world.ExpireAsync();
        await world.Sandbox.CaptureAsync(checkout, placed.Amount);

        await world.Sandbox.FailNextAsync(checkout, "refund", afterEffect: true);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        await world.HandleAsync(checkout);

        var booking = await ShouldBeFreeAsync(placed.Id, BookingStatus.Expired);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Refunded);
        (await world.Sandbox.FindAsync(checkout)).Kept.ShouldBe(0);
        (await world.Sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized", "captured", "refunded"]);
    }

    [Theory]
    [InlineData(1_000, "KRW")]
    [InlineData(0, "USD")]
    public async Task Handle_WhenAmountOrCurrencyIsAnother_LetsTheMoneyGo(long more, string currency)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        // The provider's checkout stays as it is, so what we asked for must have been another.
        await world.ReadAsync(context => context.PaymentAttempts.Where(a => a.CheckoutId == checkout).ExecuteUpdateAsync(
            a => a.SetProperty(x => x.Amount, x => x.Amount - more).SetProperty(x => x.Currency, currency)));

        await world.HandleAsync(checkout);

        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.PendingPayment);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
        (await world.Sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized", "canceled"]);
    }

    [Fact]
    public async Task Handle_WhenLessWasCapturedThanAsked_RefundsItAndRefusesTheBooking()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterEffect: false);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        await world.Sandbox.CaptureAsync(checkout, placed.Amount - 1);

        await world.HandleAsync(checkout);

        await ShouldBeFreeAsync(placed.Id, BookingStatus.Refused);
        (await world.Sandbox.FindAsync(checkout)).Kept.ShouldBe(0);
        (await world.MessagesAsync<BookingRefused>(placed.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Handle_WhenAuthorizationIsGoneBeforeTheCapture_RefusesTheBooking()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await world.Sandbox.FailNextAsync(checkout, "capture", afterEffect: false);
        await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        await world.Sandbox.CancelAsync(checkout);

        await world.HandleAsync(checkout);

        var booking = await ShouldBeFreeAsync(placed.Id, BookingStatus.Refused);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
        (await world.MessagesAsync<BookingRefused>(placed.Id)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_WhenTheCaptureIsRefused_LetsTheMoneyGoAndRefusesTheBooking(bool diesBeforeTheVoid)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await world.Sandbox.RefuseNextAsync(checkout, "capture", "card_expired", times: diesBeforeTheVoid ? 2 : 1);
        if (diesBeforeTheVoid)
        {
            await world.Sandbox.FailNextAsync(checkout, "cancel", afterEffect: false);
            await Should.ThrowAsync<PaymentUnavailableException>(() => world.HandleAsync(checkout));
        }

        await world.HandleAsync(checkout);

        var booking = await ShouldBeFreeAsync(placed.Id, BookingStatus.Refused);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
        (await world.Sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized", "canceled"]);
        (await world.MessagesAsync<BookingRefused>(placed.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Handle_WhenACardIsDeclined_SaysSoUntilAnotherIsTaken()
    {
        var (placed, checkout) = await world.GivenCheckoutAsync(3);
        await world.Sandbox.PayAsync(checkout, Cards.Declined);
        await world.HandleAsync(checkout);
        var declined = await world.AnswerAsync(placed.Id);

        await world.Sandbox.PayAsync(checkout);
        await world.HandleAsync(checkout);
        var paid = await world.AnswerAsync(placed.Id);

        (declined.Status, declined.Payment!.Status, declined.Payment.CardDeclined).ShouldBe((BookingStatus.PendingPayment, PaymentAttemptStatus.Open, true));
        (paid.Status, paid.Payment!.Status, paid.Payment.CardDeclined).ShouldBe((BookingStatus.Confirmed, PaymentAttemptStatus.Captured, false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_WhenCustomerHasYetToPay_Waits(bool declined)
    {
        var (placed, checkout) = await world.GivenCheckoutAsync(3);
        if (declined)
            await world.Sandbox.PayAsync(checkout, Cards.Declined);

        await world.HandleAsync(checkout);

        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.PendingPayment);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Open);
    }

    [Fact]
    public async Task Expire_WhenUnpaid_FreesTheSeatsAndClosesTheCheckout()
    {
        var (placed, checkout) = await world.GivenCheckoutAsync(3, 4);

        await world.ExpireAsync();
        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.PendingPayment);
        world.Clock.Advance(Window);
        await world.ExpireAsync();
        await world.ReconcileAsync();

        var booking = await ShouldBeFreeAsync(placed.Id, BookingStatus.Expired);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
        (await world.Sandbox.ChangesAsync(checkout)).ShouldBe(["created", "canceled"]);
        (await world.MessagesAsync<BookingExpired>(placed.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Race_WhenConfirmAndExpiryMeetAtTheDeadline_OneOfThemWins()
    {
        var paid = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.GivenAuthorizedAsync(3)));
        world.Clock.Advance(Window - TimeSpan.FromSeconds(1));

        var settling = paid.Select(async (pay, place) =>
        {
            if (place == paid.Length / 2)
                world.Clock.Advance(TimeSpan.FromSeconds(1));
            await world.HandleAsync(pay.Checkout);
        });
        await Task.WhenAll([.. settling, .. Enumerable.Range(0, 5).Select(_ => world.ExpireAsync())]);
        world.Clock.Advance(Window);
        await world.ExpireAsync();
        await world.ReconcileAsync();

        foreach (var (placed, checkout) in paid)
        {
            var booking = await world.BookingAsync(placed.Id);
            var kept = (await world.Sandbox.FindAsync(checkout)).Kept;
            var live = booking.Seats.Count(seat => seat.FreedAt is null);
            (booking.Status, booking.Tickets.Count, live, kept).ShouldBeOneOf(
                (BookingStatus.Confirmed, 1, 1, booking.Amount), (BookingStatus.Expired, 0, 0, 0L));
            (await world.MessagesAsync<BookingConfirmed>(placed.Id) + await world.MessagesAsync<BookingExpired>(placed.Id)).ShouldBe(1);
        }
    }

    async Task<Booking> ShouldBeConfirmedAsync(Guid bookingId, string checkout)
    {
        var booking = await world.BookingAsync(bookingId);
        booking.Status.ShouldBe(BookingStatus.Confirmed);
        booking.Tickets.Count.ShouldBe(booking.Seats.Count);
        booking.Seats.ShouldAllBe(seat => seat.FreedAt == null);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Captured);
        (await world.Sandbox.FindAsync(checkout)).Kept.ShouldBe(booking.Amount);
        (await world.Sandbox.ChangesAsync(checkout)).TakeLast(2).ShouldBe(["authorized", "captured"]);
        (await world.MessagesAsync<BookingConfirmed>(bookingId)).ShouldBe(1);
        return booking;
    }

    async Task<Booking> ShouldBeFreeAsync(Guid bookingId, BookingStatus status)
    {
        var booking = await world.BookingAsync(bookingId);
        booking.Status.ShouldBe(status);
        booking.Tickets.ShouldBeEmpty();
        booking.Seats.ShouldAllBe(seat => seat.FreedAt != null);
        return booking;
    }

    Task<long> StartsAtAsync(Booking booking) => world.ReadAsync(async context =>
        (await context.Showings.SingleAsync(s => s.Id == booking.ShowingId)).StartsAt.ToUnixTimeSeconds());
}
