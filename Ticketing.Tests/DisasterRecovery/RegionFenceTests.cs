using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.DisasterRecovery;

/// <summary>An old primary whose key was revoked: it must sell nothing, refund nothing and conclude nothing.</summary>
public sealed class RegionFenceTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();
    BookingWorld world = null!;

    public async Task InitializeAsync()
    {
        await sandbox.StartAsync();
        world = await BookingWorld.StartAsync(app, nameof(RegionFenceTests), sandbox: sandbox);
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Start_WhenTheKeyIsRevoked_SaysSoAndWorksAgainWithAKey()
    {
        var customer = BookingWorld.GivenCustomer();
        var placed = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3);
        await sandbox.Merchant.PutAsync("/revocation", null);

        (await world.StartPaymentAsync(placed.Id, customer)).ShouldBeProblem(503, "region_fenced");
        (await sandbox.CheckoutsAsync()).ShouldBeEmpty();
        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.PendingPayment);
        booking.PaymentAttempts.ShouldAllBe(attempt => attempt.Status == PaymentAttemptStatus.Open && attempt.CheckoutId == null);

        await sandbox.Merchant.DeleteAsync("/revocation");
        (await world.StartPaymentAsync(placed.Id, customer)).ShouldBeOfType<Ok<Ticketing.Api.Payments.PaymentResponse>>();
        (await sandbox.CheckoutsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Settle_WhenTheKeyIsRevoked_ChangesNothingUntilThereIsAKey()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        var (other, _) = await world.GivenAuthorizedAsync(3);
        await sandbox.Merchant.PutAsync("/revocation", null);
        world.Clock.Advance(TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<RegionFencedException>(() => world.HandleAsync(checkout));
        await world.ReconcileAsync();
        foreach (var id in (Guid[])[placed.Id, other.Id])
            (await world.BookingAsync(id)).Status.ShouldBe(BookingStatus.PendingPayment);
        (await sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized"]);

        await sandbox.Merchant.DeleteAsync("/revocation");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.ReconcileAsync();
        foreach (var id in (Guid[])[placed.Id, other.Id])
            (await world.BookingAsync(id)).Status.ShouldBe(BookingStatus.Confirmed);
    }
}
