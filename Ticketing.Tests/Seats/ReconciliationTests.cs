using StackExchange.Redis;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Tests.Seats;

/// <summary>What is lost on the way to Redis is healed from PostgreSQL.</summary>
public sealed class ReconciliationTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Reconcile_WhenTheMessageOfASaleWasLost_MarksItsSeatsSold()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        await replica.StatesAsync(showing.Id);
        await services.GivenBookingAsync(showing, [2, 3], became: booking => booking.Confirm());
        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");

        (await ReconcileAsync(showing.Id)).ShouldBe(2);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aassaaaa");
        (await ReconcileAsync(showing.Id)).ShouldBe(0);
    }

    [Fact]
    public async Task Reconcile_WhenASoldSeatIsInAnothersHold_EndsThatHold()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        var hold = await replica.TakesAsync(showing.Id, customer, 3, 4);
        await services.GivenBookingAsync(showing, [3], became: booking => booking.Confirm());

        await ReconcileAsync(showing.Id);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaasaaaa");
        (await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeNull();
        (await replica.TakeAsync(showing.Id, customer, 0, 1, 2, 4, 5, 6, 7)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Reconcile_WhenABookingWasCommittedDuringARebuild_GivesItItsHold()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        await replica.StatesAsync(showing.Id);
        var booking = await services.GivenBookingAsync(showing, [2, 3], customer: customer, holdId: "hold");
        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");

        (await ReconcileAsync(showing.Id)).ShouldBe(2);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aassaaaa");
        (await replica.Holds.FindAsync(showing.Id, "hold", customer, CancellationToken.None))!.Seats.ShouldBe([2, 3]);
        await replica.States.MarkFreeAsync(showing.Id, booking.Id, booking.Epochs(showing), CancellationToken.None);
        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");
    }

    [Fact]
    public async Task Reconcile_WhenTheMessageOfAFreedSeatWasLost_FreesIt()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        var booking = await services.GivenBookingAsync(showing, [2, 3], became: booking => booking.Expire());
        await replica.StatesAsync(showing.Id);
        // As if the message that it was sold had come, and the one that it was freed not.
        await replica.Redis.GetDatabase().HashDeleteAsync(ShowingKeys.Of(showing.Id)[0], ["epoch:2", "epoch:3"]);
        await replica.States.MarkSoldAsync(showing.Id, booking.Id, booking.Epochs(showing), CancellationToken.None);
        (await replica.StatesAsync(showing.Id)).ShouldBe("aassaaaa");

        (await ReconcileAsync(showing.Id)).ShouldBe(2);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");
    }

    [Fact]
    public async Task Reconcile_WhenRedisKnowsMore_LeavesItAlone()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        var booking = await services.GivenBookingAsync(showing, [2], became: booking => booking.Confirm());
        await replica.StatesAsync(showing.Id);
        await replica.TakesAsync(showing.Id, customer, 5);
        // Freed and sold again, after the rows were read.
        await replica.States.MarkFreeAsync(showing.Id, booking.Id, booking.Epochs(showing), CancellationToken.None);
        await replica.States.MarkSoldAsync(showing.Id, Guid.NewGuid(), [new(7, long.MaxValue / 1000)], CancellationToken.None);

        (await ReconcileAsync(showing.Id)).ShouldBe(0);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaahas");
    }

    [Fact]
    public async Task Reconcile_WhenTheShowingWasCancelled_RefusesHolds()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        await replica.StatesAsync(showing.Id);
        await using (var database = services.Database())
        {
            database.Attach(showing);
            showing.CancelledAt = TimeProvider.System.GetUtcNow();
            await database.SaveChangesAsync();
        }

        await ReconcileAsync(showing.Id);

        (await replica.TakeAsync(showing.Id, customer, 1)).ShouldBeOfType<TakeResult.ShowingCancelled>();
    }

    [Fact]
    public async Task ReconcileDue_WhenSeveralShareTheWork_ReadsEachShowingOnceInAnInterval()
    {
        SeatReplica[] replicas = [replica, services.AddReplica(), services.AddReplica()];
        var lost = new List<long>();
        for (var n = 0; n < 10; n++)
        {
            var showing = await services.GivenShowingAsync(seats: 4);
            await replica.StatesAsync(showing.Id);
            await services.GivenBookingAsync(showing, [1], became: booking => booking.Confirm());
            lost.Add(showing.Id);
        }

        var healed = await Task.WhenAll(replicas.Select(r => r.Reconciliation.ReconcileDueAsync(CancellationToken.None)));

        healed.Sum().ShouldBeGreaterThanOrEqualTo(lost.Count);
        foreach (var showingId in lost)
            (await replica.StatesAsync(showingId)).ShouldBe("asaa");
        (await replica.Reconciliation.ReconcileDueAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Load_WhenManyAskAtOnce_IsBuiltByOne()
    {
        SeatReplica[] replicas = [.. Enumerable.Range(0, 4).Select(_ => services.AddReplica())];
        var showing = await services.GivenShowingAsync(seats: 8);

        var versions = await Task.WhenAll(replicas.Select(async r => (await r.States.ReadAsync(showing.Id, CancellationToken.None))!.Version));

        versions.Distinct().Count().ShouldBe(1);
        (await replica.Redis.GetDatabase().KeyExistsAsync(ShowingKeys.Builder(showing.Id))).ShouldBeFalse();
    }

    Task<int> ReconcileAsync(long showingId) => replica.Reconciliation.ReconcileAsync(showingId, CancellationToken.None);
}
