using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

public sealed class HoldTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Take_WhenSeatsAreFree_HoldsThemForFiveMinutes()
    {
        var showing = await services.GivenShowingAsync(seats: 10);
        var before = TimeProvider.System.GetUtcNow();

        var hold = await replica.TakesAsync(showing.Id, customer, 3, 4);

        hold.Seats.ShouldBe([3, 4]);
        // Redis counts in milliseconds.
        (hold.ExpiresAt - TimeSpan.FromMinutes(5)).ShouldBeInRange(before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
        var states = await replica.States.ReadAsync(showing.Id, CancellationToken.None);
        states!.States.ShouldBe("aaahhaaaaa");
        states.Version.ShouldBe(hold.Version);
        states.SaleOpensAt.ShouldBe(showing.SaleOpensAt, tolerance: TimeSpan.FromMilliseconds(1));
        states.CutoffAt.ShouldBe(showing.CutoffAt, tolerance: TimeSpan.FromMilliseconds(1));
        var found = await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None);
        found.ShouldNotBeNull().Seats.ShouldBe(hold.Seats);
        (found with { Seats = hold.Seats }).ShouldBe(hold);
    }

    [Fact]
    public async Task Take_WhenOneSeatIsTaken_TakesNoneAndNamesIt()
    {
        var showing = await services.GivenShowingAsync(seats: 10);
        var hold = await replica.TakesAsync(showing.Id, customer, 4, 5);

        var refused = await replica.TakeAsync(showing.Id, Guid.NewGuid(), 3, 4, 5, 6);

        refused.ShouldBeOfType<TakeResult.SeatsTaken>().Seats.ShouldBe([4, 5]);
        var states = await replica.States.ReadAsync(showing.Id, CancellationToken.None);
        states!.States.ShouldBe("aaaahhaaaa");
        states.Version.ShouldBe(hold.Version);
    }

    [Fact]
    public async Task Take_WhenASeatDoesNotExist_TakesNone()
    {
        var showing = await services.GivenShowingAsync(seats: 10);

        (await replica.TakeAsync(showing.Id, customer, 9, 10)).ShouldBe(new TakeResult.SeatUnknown(10));

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaaaa");
    }

    [Fact]
    public async Task Take_WhenThereIsNoSuchShowing_SaysSo() =>
        (await replica.TakeAsync(long.MaxValue, customer, 0)).ShouldBe(new TakeResult.ShowingUnknown());

    [Fact]
    public async Task Take_WhenShowingIsNotOnSale_SaysWhy()
    {
        var unopened = await services.GivenShowingAsync(saleOpensIn: TimeSpan.FromMinutes(1));
        var closed = await services.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(-1));
        var cancelled = await services.GivenShowingAsync(cancelled: true);

        (await replica.TakeAsync(unopened.Id, customer, 0)).ShouldBe(new TakeResult.SaleNotOpen());
        (await replica.TakeAsync(closed.Id, customer, 0)).ShouldBe(new TakeResult.SaleClosed());
        (await replica.TakeAsync(cancelled.Id, customer, 0)).ShouldBe(new TakeResult.ShowingCancelled());
    }

    [Fact]
    public async Task Take_WhenSaleOpensMeanwhile_SucceedsFromThatMoment()
    {
        var showing = await services.GivenShowingAsync(saleOpensIn: TimeSpan.FromSeconds(5));
        (await replica.TakeAsync(showing.Id, customer, 0)).ShouldBe(new TakeResult.SaleNotOpen());

        await Eventually.BecomesAsync(() => replica.TakeAsync(showing.Id, customer, 0), result => result is TakeResult.Held);

        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(showing.SaleOpensAt);
    }

    [Fact]
    public async Task Take_WhenCutoffIsNear_HoldsNoLongerThanThat()
    {
        var showing = await services.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(1));

        var hold = await replica.TakesAsync(showing.Id, customer, 0);

        hold.ExpiresAt.ShouldBe(showing.CutoffAt, tolerance: TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Take_WhenCustomerHoldsEight_RefusesOneMoreUntilSomeAreReleased()
    {
        var showing = await services.GivenShowingAsync();
        var first = await replica.TakesAsync(showing.Id, customer, 0, 1, 2);
        await replica.TakesAsync(showing.Id, customer, 3, 4, 5, 6, 7);

        (await replica.TakeAsync(showing.Id, customer, 8)).ShouldBe(new TakeResult.LimitReached());
        (await replica.TakeAsync(showing.Id, Guid.NewGuid(), 8)).ShouldBeOfType<TakeResult.Held>();
        (await replica.Holds.ReleaseAsync(showing.Id, first.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.Released>();

        (await replica.TakeAsync(showing.Id, customer, 9, 10, 11)).ShouldBeOfType<TakeResult.Held>();
        (await replica.TakeAsync(showing.Id, customer, 12)).ShouldBe(new TakeResult.LimitReached());
    }

    [Fact]
    public async Task Take_WhenTheMemberHoldsSeatsAsTheGuestOfBefore_CountsThemToo()
    {
        var showing = await services.GivenShowingAsync();
        var member = new Asker(new HoldOwner(Guid.NewGuid(), FormerGuestId: customer));
        var asGuest = await replica.TakesAsync(showing.Id, customer, 0, 1, 2, 3, 4, 5);
        await replica.TakesAsync(showing.Id, member, 6, 7);

        (await replica.TakeAsync(showing.Id, member, 8)).ShouldBe(new TakeResult.LimitReached());
        (await replica.Holds.TakeBestAsync(showing.Id, member, new BestAvailable(1), null, default)).ShouldBe(new TakeResult.LimitReached());
        (await replica.Holds.ReleaseAsync(showing.Id, asGuest.Id, member.Owner, default)).ShouldBeOfType<ReleaseResult.Released>();

        // What either holds is counted once.
        await replica.TakesAsync(showing.Id, member, 0, 1, 2, 3, 4, 5);
        (await replica.TakeAsync(showing.Id, member, 8)).ShouldBe(new TakeResult.LimitReached());
        (await replica.TakeAsync(showing.Id, customer, 8)).ShouldBeOfType<TakeResult.Held>();
    }

    [Theory]
    [InlineData]
    [InlineData(1, 1)]
    [InlineData(-1)]
    [InlineData(0, 1, 2, 3, 4, 5, 6, 7, 8)]
    public async Task Take_WhenSeatsAreNoneOrTooManyOrDoubledOrNegative_Throws(params int[] seats) =>
        await Should.ThrowAsync<ArgumentException>(() => replica.TakeAsync(1, customer, seats));

    [Fact]
    public async Task Release_WhenHoldIsOnesOwn_FreesItsSeats()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 2, 3);

        (await replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.Released>();

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaa");
        (await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeNull();
        (await replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.NotFound>();
    }

    [Fact]
    public async Task FindAndRelease_WhenHoldIsForeign_FindNothing()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 2, 3);
        var other = Guid.NewGuid();

        (await replica.Holds.FindAsync(showing.Id, hold.Id, other, CancellationToken.None)).ShouldBeNull();
        (await replica.Holds.ReleaseAsync(showing.Id, hold.Id, other, CancellationToken.None)).ShouldBeOfType<ReleaseResult.NotFound>();

        (await replica.StatesAsync(showing.Id)).ShouldBe("aahhaa");
    }

    [Fact]
    public async Task Take_WhenRedisIsAway_SaysUnavailableAtOnce()
    {
        var showing = await services.GivenShowingAsync();
        var lonely = services.AddReplica(redisAt: "127.0.0.1:1");

        await Should.ThrowAsync<SeatHoldsUnavailableException>(() => lonely.TakeAsync(showing.Id, customer, 0));
        await Should.ThrowAsync<SeatHoldsUnavailableException>(() => lonely.Sweep.SweepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Take_WhenRedisHasForgottenTheScript_SendsItAgain()
    {
        var showing = await services.GivenShowingAsync(seats: 3);
        await replica.TakesAsync(showing.Id, customer, 0);
        await replica.Redis.GetDatabase().ExecuteAsync("SCRIPT", "FLUSH");

        await replica.TakesAsync(showing.Id, customer, 2);

        (await replica.StatesAsync(showing.Id)).ShouldBe("hah");
    }
}
