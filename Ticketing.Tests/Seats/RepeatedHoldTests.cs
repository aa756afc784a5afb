using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>The same request with the same key is one hold.</summary>
public sealed class RepeatedHoldTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Fact]
    public async Task Take_WhenManyRepeatTheRequestAtOnce_MakesOneHold()
    {
        var showing = await services.GivenShowingAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TakeAsync(showing.Id, "once", 3, 2)));

        results.Select(result => Held(result).Id).Distinct().ShouldHaveSingleItem();
        results.Select(result => Held(result).Seats).ShouldAllBe(seats => seats.SequenceEqual(new[] { 2, 3 }));
        (await replica.TakeAsync(showing.Id, customer, 10, 11, 12, 13, 14, 15)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Take_WhenTheKeyIsUsedForOtherSeats_IsRefused()
    {
        var showing = await services.GivenShowingAsync();
        await TakeAsync(showing.Id, "once", 2, 3);

        (await TakeAsync(showing.Id, "once", 2, 3, 4)).ShouldBe(new TakeResult.KeyReused());
        (await replica.Holds.TakeBestAsync(showing.Id, customer, new BestAvailable(2), "once", CancellationToken.None)).ShouldBe(new TakeResult.KeyReused());
    }

    [Fact]
    public async Task Take_WhenAnotherCustomerOrShowingHasTheKey_IsAnotherHold()
    {
        var showing = await services.GivenShowingAsync();
        var other = await services.GivenShowingAsync();

        var holds = new[]
        {
            Held(await TakeAsync(showing.Id, "once", 2, 3)),
            Held(await TakeAsync(other.Id, "once", 2, 3)),
            Held(await replica.Holds.TakeAsync(showing.Id, Guid.NewGuid(), [4, 5], "once", CancellationToken.None)),
        };

        holds.Select(hold => hold.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task Take_WhenTheHoldHasEnded_MakesAnotherThatIsNotTheOld()
    {
        var showing = await services.GivenShowingAsync();
        var ended = Held(await TakeAsync(showing.Id, "once", 2, 3));
        await replica.Holds.ReleaseAsync(showing.Id, ended.Id, customer, CancellationToken.None);

        var next = Held(await TakeAsync(showing.Id, "once", 2, 3));

        next.Id.ShouldNotBe(ended.Id);
        (await replica.Holds.FindAsync(showing.Id, ended.Id, customer, CancellationToken.None)).ShouldBeNull();
        (await replica.Holds.ReleaseAsync(showing.Id, ended.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.NotFound>();
    }

    Task<TakeResult> TakeAsync(long showingId, string key, params int[] seats) =>
        replica.Holds.TakeAsync(showingId, customer, seats, key, CancellationToken.None);

    static SeatHold Held(TakeResult result) => result.ShouldBeOfType<TakeResult.Held>().Hold;
}
