using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>What becomes of payments whose notifications are lost.</summary>
public sealed class ReconcilerTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    static readonly TimeSpan CheckAfter = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Reconcile_WhenTheNotificationIsLost_SellsTheSeatsAllTheSame()
    {
        await using var world = await BookingWorld.StartAsync(app, nameof(ReconcilerTests));
        var (placed, _) = await world.GivenAuthorizedAsync(3);

        world.Clock.Advance(CheckAfter - Moment);
        await world.ReconcileAsync();
        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.PendingPayment);
        world.Clock.Advance(Moment);
        await world.ReconcileAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Reconcile_WhenPaidShortlyBeforeTheDeadline_IsInTime()
    {
        await using var world = await BookingWorld.StartAsync(app, nameof(ReconcilerTests));
        var (placed, checkout) = await world.GivenCheckoutAsync(3);
        world.Clock.Advance(Window - 2 * Moment);
        await world.ReconcileAsync();

        await world.Sandbox.PayAsync(checkout);
        world.Clock.Advance(Moment);
        await world.ReconcileAsync();
        world.Clock.Advance(Moment);
        await world.ExpireAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Reconcile_WhenManyHavePaid_SettlesAllInOneRun()
    {
        await using var world = await BookingWorld.StartAsync(app, nameof(Reconcile_WhenManyHavePaid_SettlesAllInOneRun));
        var paid = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.GivenAuthorizedAsync(3)));
        // One that fails holds up nobody else.
        await world.Sandbox.GivenFaultAsync($$"""{"fault":"errorBefore","checkout":"{{paid[7].Checkout}}"}""");
        world.Clock.Advance(CheckAfter);

        await world.ReconcileAsync();

        var statuses = await Task.WhenAll(paid.Select(async pay => (await world.BookingAsync(pay.Booking.Id)).Status));
        statuses.Count(status => status == BookingStatus.Confirmed).ShouldBe(29);
        statuses[7].ShouldBe(BookingStatus.PendingPayment);
    }

    [Fact]
    public async Task Reconcile_WhenManyCannotBeSettled_StillComesToTheOthers()
    {
        await using var world = await BookingWorld.StartAsync(app, nameof(Reconcile_WhenManyCannotBeSettled_StillComesToTheOthers));
        var (placed, _) = await world.GivenAuthorizedAsync(3);
        await GivenStuckAsync(world, placed.Id, count: 200);
        world.Clock.Advance(CheckAfter);

        await world.ReconcileAsync();
        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.PendingPayment);
        await world.ReconcileAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
    }

    /// <summary>Older attempts whose checkouts the provider does not know.</summary>
    static Task<int> GivenStuckAsync(BookingWorld world, Guid like, int count) => world.ReadAsync(async context =>
    {
        var model = (await context.Bookings.FindAsync(like))!;
        foreach (var number in Enumerable.Range(0, count))
        {
            var booking = GivenBooking.ABooking(model.ShowingId, model.CreatedAt);
            booking.PaymentAttempts.Add(new PaymentAttempt
            {
                Id = Guid.NewGuid(),
                BookingId = booking.Id,
                Amount = booking.Amount,
                Currency = booking.Currency,
                CreatedAt = model.CreatedAt - TimeSpan.FromHours(1),
                Description = "stuck",
                CheckoutId = $"stuck-{number}",
            });
            context.Add(booking);
        }

        return await context.SaveChangesAsync();
    });
}
