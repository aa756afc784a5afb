using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>An emptied Redis costs holds, never a sold seat.</summary>
public sealed class RebuildTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Rebuild_WhenRedisWasEmptied_KeepsSoldAndPendingSeatsAndForgetsHolds()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        await services.GivenBookingAsync(showing, [0, 1], became: booking => booking.Confirm());
        await services.GivenBookingAsync(showing, [3]);
        await services.GivenBookingAsync(showing, [5], became: booking => booking.Expire());
        var hold = await replica.TakesAsync(showing.Id, customer, 7);
        (await replica.StatesAsync(showing.Id)).ShouldBe("ssasaaah");

        await replica.EmptyRedisAsync();

        var states = await replica.States.ReadAsync(showing.Id, CancellationToken.None);
        states!.States.ShouldBe("ssasaaaa");
        states.Version.Generation.ShouldBeGreaterThan(hold.Version.Generation);
        (await replica.TakeAsync(showing.Id, customer, 1, 2)).ShouldBeOfType<TakeResult.SeatsTaken>().Seats.ShouldBe([1]);
        (await replica.TakeAsync(showing.Id, customer, 3)).ShouldBeOfType<TakeResult.SeatsTaken>();
        (await replica.TakeAsync(showing.Id, customer, 4, 5)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Rebuild_WhenABookingIsPending_GivesItsHoldBackToIt()
    {
        var showing = await services.GivenShowingAsync(seats: 8);
        var hold = await replica.TakesAsync(showing.Id, customer, 2, 3);
        var bookingId = Guid.CreateVersion7();
        var expiresAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10);
        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, bookingId, expiresAt, CancellationToken.None);
        var booking = await services.GivenBookingAsync(showing, [2, 3], bookingId, customer, hold.Id);

        await replica.EmptyRedisAsync();

        (await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None))!.Seats.ShouldBe([2, 3]);
        (await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, bookingId, expiresAt, CancellationToken.None))
            .ShouldBeOfType<AttachResult.Attached>().Seats.ShouldBe([2, 3]);
        (await replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.Attached>();
        (await replica.TakeAsync(showing.Id, customer, 0, 1, 4, 5, 6, 7)).ShouldBeOfType<TakeResult.Held>();
        await replica.States.MarkFreeAsync(showing.Id, booking.Id, booking.Epochs(showing), CancellationToken.None);
        (await replica.StatesAsync(showing.Id)).ShouldBe("hhaahhhh");
    }

    [Fact]
    public async Task Rebuild_WhenMessagesOfAFreedBookingComeLate_KeepsItsSeatsFree()
    {
        var showing = await services.GivenShowingAsync(seats: 4);
        var booking = await services.GivenBookingAsync(showing, [0], became: booking => booking.Expire());

        await replica.EmptyRedisAsync();
        await replica.States.MarkSoldAsync(showing.Id, booking.Id, booking.Epochs(showing), CancellationToken.None);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaa");
    }

    [Fact]
    public async Task Sold_WhenShowingIsNotLoaded_AppliesAllTheSame()
    {
        // The rows that a builder has read may be older than the message.
        var showing = await services.GivenShowingAsync(seats: 4);

        await replica.States.MarkSoldAsync(showing.Id, Guid.NewGuid(), [new(2, 10)], CancellationToken.None);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aasa");
    }

    [Fact]
    public async Task Rebuild_WhenManyReplicasBuildWhileCustomersTakeSeats_LosesNoHoldMadeSince()
    {
        const int seats = 100;
        SeatReplica[] replicas = [replica, services.AddReplica(), services.AddReplica()];

        for (var round = 0; round < 5; round++)
        {
            var showing = await services.GivenShowingAsync(seats);
            var results = await Task.WhenAll(Enumerable.Range(0, seats / 2).Select(pair => replicas[pair % 3].TakeAsync(showing.Id, Guid.NewGuid(), 2 * pair, 2 * pair + 1)));

            results.ShouldAllBe(result => result is TakeResult.Held);
            (await replica.StatesAsync(showing.Id)).ShouldBe(new string('h', seats));
        }
    }

    [Fact]
    public async Task Rebuild_WhenRedisIsEmptiedInMidRace_SellsNoSoldSeatAndNoSeatTwicePerGeneration()
    {
        const int seats = 100;
        var showing = await services.GivenShowingAsync(seats);
        await services.GivenBookingAsync(showing, [.. Enumerable.Range(0, 20)], became: booking => booking.Confirm());

        var taking = Task.WhenAll(Enumerable.Range(0, 2000).Select(n => replica.TakeAsync(showing.Id, Guid.NewGuid(), n * 7 % seats)));
        await replica.EmptyRedisAsync();
        var held = (await taking).OfType<TakeResult.Held>().Select(result => result.Hold).ToList();

        held.SelectMany(hold => hold.Seats).ShouldAllBe(seat => seat >= 20);
        held.Select(hold => (hold.Version.Generation, hold.Seats[0])).ShouldBeUnique();
        (await replica.StatesAsync(showing.Id))[..20].ShouldBe(new string('s', 20));
    }
}
