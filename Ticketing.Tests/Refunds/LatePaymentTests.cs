using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Refunds;

/// <summary>Two customers pay for one seat at the same time, because the first one's time was over and it was sold again.</summary>
public sealed class LatePaymentTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(LatePaymentTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Race_WhenTheSeatWasSoldAgain_OneGetsTheTicketAndOneTheMoney(bool lateOneWasCaptured)
    {
        var showing = await world.GivenShowingAsync();
        var late = await world.GivenAuthorizedAsync(showing, 3);
        world.Clock.Advance(Window);
        await world.ExpireAsync();
        await world.DeliverSeatsAsync(late.Booking.Id);
        var next = await world.GivenAuthorizedAsync(showing, 3);
        if (lateOneWasCaptured)
            await world.Sandbox.CaptureAsync(late.Checkout, late.Booking.Amount);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => world.HandleAsync(n % 2 == 0 ? late.Checkout : next.Checkout)));

        var (lost, won) = (await world.BookingAsync(late.Booking.Id), await world.BookingAsync(next.Booking.Id));
        (lost.Status, lost.Tickets.Count, await world.KeptAsync(late.Checkout)).ShouldBe((BookingStatus.Expired, 0, 0L));
        (won.Status, won.Tickets.Count, await world.KeptAsync(next.Checkout)).ShouldBe((BookingStatus.Confirmed, 1, won.Amount));
        if (lateOneWasCaptured)
            (lost.Refunds.ShouldHaveSingleItem().Reason, lost.PaymentAttempts.Single().Status).ShouldBe((RefundReason.NotBookable, PaymentAttemptStatus.Refunded));
        else
            (lost.Refunds.Count, lost.PaymentAttempts.Single().Status).ShouldBe((0, PaymentAttemptStatus.Voided));
    }
}
