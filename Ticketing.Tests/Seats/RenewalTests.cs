using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

public sealed class RenewalTests(SeatServices services) : IClassFixture<SeatServices>
{
    static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Renew_WhenHoldIsOnesOwn_LastsAFullDurationFromNow()
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, customer, 0, 1);
        (hold.RenewableUntil - hold.ExpiresAt).ShouldBe(TimeSpan.FromMinutes(10), tolerance: Millisecond);

        var renewed = (await RenewAsync(showing.Id, hold)).ShouldBeOfType<RenewResult.Renewed>().Hold;

        // Both may be within one millisecond.
        renewed.ExpiresAt.ShouldBeInRange(hold.ExpiresAt, hold.RenewableUntil);
        renewed.RenewableUntil.ShouldBe(hold.RenewableUntil);
        renewed.Version.ShouldBe(hold.Version);
        (await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None))!.ExpiresAt.ShouldBe(renewed.ExpiresAt);
    }

    [Fact]
    public async Task Renew_WhenTimeHasPassed_GainsIt()
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await Task.Delay(TimeSpan.FromMilliseconds(50));

        var renewed = (await RenewAsync(showing.Id, hold)).ShouldBeOfType<RenewResult.Renewed>().Hold;

        (renewed.ExpiresAt - hold.ExpiresAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(50) - Millisecond);
    }

    [Fact]
    public async Task Renew_AgainAndAgainAtOnce_IsRenewedEachTime()
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, customer, 0);

        foreach (var _ in Enumerable.Range(0, 50))
            (await RenewAsync(showing.Id, hold)).ShouldBeOfType<RenewResult.Renewed>();
    }

    [Fact]
    public async Task Renew_WhenCutoffIsNear_GainsNothing()
    {
        var showing = await services.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(1));
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        hold.RenewableUntil.ShouldBe(hold.ExpiresAt);

        (await RenewAsync(showing.Id, hold)).ShouldBe(new RenewResult.NotRenewable());
    }

    [Fact]
    public async Task Renew_WhenRepeated_NeverOutlivesTheLongestLife()
    {
        var showing = await services.GivenShowingAsync();
        var shortLived = services.AddReplica(holdDuration: TimeSpan.FromMinutes(10));
        var hold = await shortLived.TakesAsync(showing.Id, customer, 0);

        // Another service's setting is longer; what counts is what the hold was given.
        var renewed = await services.AddReplica(holdDuration: TimeSpan.FromMinutes(30)).Holds.RenewAsync(showing.Id, hold.Id, customer, CancellationToken.None);

        renewed.ShouldBeOfType<RenewResult.Renewed>().Hold.ExpiresAt.ShouldBe(hold.RenewableUntil);
        (await RenewAsync(showing.Id, hold)).ShouldBe(new RenewResult.NotRenewable());
    }

    [Fact]
    public async Task Renew_WhenABookingHasTheHold_IsRefused()
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, Guid.NewGuid(), hold.ExpiresAt, CancellationToken.None);

        (await RenewAsync(showing.Id, hold)).ShouldBe(new RenewResult.Attached());
    }

    /// <summary>Whoever asks for the hold knows it before they offer more time.</summary>
    [Fact]
    public async Task Find_WhenABookingHasTheHold_HasNoMoreTimeToGive()
    {
        var showing = await services.GivenShowingAsync();
        var (key, booking) = ($"{Guid.NewGuid()}", Guid.NewGuid());
        var hold = (await replica.Holds.TakeAsync(showing.Id, customer, [0], key, CancellationToken.None)).ShouldBeOfType<TakeResult.Held>().Hold;
        (await FindAsync(showing.Id, hold)).RenewableUntil.ShouldBeGreaterThan(hold.ExpiresAt);

        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, booking, hold.ExpiresAt.AddMinutes(2), CancellationToken.None);

        var attached = await FindAsync(showing.Id, hold);
        attached.ExpiresAt.ShouldBe(hold.ExpiresAt.AddMinutes(2));
        attached.RenewableUntil.ShouldBe(attached.ExpiresAt);
        (await replica.Holds.TakeAsync(showing.Id, customer, [0], key, CancellationToken.None)).ShouldBeOfType<TakeResult.Held>().Hold.RenewableUntil.ShouldBe(attached.ExpiresAt);

        await replica.Holds.DetachAsync(showing.Id, hold.Id, booking, CancellationToken.None);
        (await FindAsync(showing.Id, hold)).RenewableUntil.ShouldBe(hold.RenewableUntil);
    }

    /// <summary>Staff have moved the end of the sale, or its opening, or have cancelled the showing, since the hold was taken.</summary>
    [Theory]
    [InlineData("cutoff")]
    [InlineData("opening")]
    [InlineData("cancelled")]
    public async Task Renew_WhenTheSaleWasChangedSince_GivesNoTimeBeyondIt(string change)
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await using (var database = services.Database())
        {
            var row = await database.Showings.SingleAsync(own => own.Id == showing.Id);
            if (change == "cutoff")
                row.CutoffAt = hold.ExpiresAt;
            else if (change == "opening")
                row.SaleOpensAt = hold.ExpiresAt;
            else
                row.CancelledAt = hold.ExpiresAt;
            await database.SaveChangesAsync();
        }

        (await replica.Reconciliation.ReconcileAsync(showing.Id, CancellationToken.None)).ShouldBe(1);

        (await FindAsync(showing.Id, hold)).RenewableUntil.ShouldBe(hold.ExpiresAt, tolerance: Millisecond);
        (await RenewAsync(showing.Id, hold)).ShouldBe(new RenewResult.NotRenewable());
    }

    [Fact]
    public async Task Renew_WhenHoldIsForeignReleasedOrUnknown_FindsNothing()
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, customer, 0);

        (await replica.Holds.RenewAsync(showing.Id, hold.Id, Guid.NewGuid(), CancellationToken.None)).ShouldBe(new RenewResult.NotFound());
        (await replica.Holds.RenewAsync(showing.Id, "~", customer, CancellationToken.None)).ShouldBe(new RenewResult.NotFound());
        await replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, CancellationToken.None);
        (await RenewAsync(showing.Id, hold)).ShouldBe(new RenewResult.NotFound());
    }

    async Task<SeatHold> FindAsync(long showingId, SeatHold hold) =>
        (await replica.Holds.FindAsync(showingId, hold.Id, customer, CancellationToken.None)).ShouldNotBeNull();

    Task<RenewResult> RenewAsync(long showingId, SeatHold hold) =>
        replica.Holds.RenewAsync(showingId, hold.Id, customer, CancellationToken.None);
}
