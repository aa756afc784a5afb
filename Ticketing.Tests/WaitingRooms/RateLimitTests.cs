using System.Diagnostics;
using Ticketing.Tests.Seats.Live;

namespace Ticketing.Tests.WaitingRooms;

public sealed class RateLimitTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Join_FasterThanPeopleCan_IsPutOff()
    {
        var replica = await world.AddReplicaAsync(("RateLimits:PerSecond", "1"));
        var (room, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        var customer = replica.GivenCustomer();

        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => customer.TryJoinAsync(room.Id)));

        var refused = answers.Where(answer => (int)answer.StatusCode == 429).ToArray();
        (answers.Length - refused.Length).ShouldBeInRange(60, Most(60, watch));
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter != null);
        (await replica.GivenCustomer().JoinsAsync(room.Id)).Place.ShouldBeGreaterThan(0);
    }

    /// <summary>A program that makes itself a new guest for every request.</summary>
    [Fact]
    public async Task Join_OfManyGuestsAtOneAddress_IsPutOff()
    {
        var replica = await world.AddReplicaAsync(("RateLimits:JoinBurst", "50"), ("RateLimits:JoinsPerSecond", "1"));
        var (room, showing) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        using var refused = new Metered(replica.Services, "ticketing.waiting_room.joins_refused");

        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => replica.GivenCustomer().TryJoinAsync(room.Id)));

        answers.Count(answer => (int)answer.StatusCode == 201).ShouldBeInRange(50, Most(50, watch));
        answers.Where(answer => (int)answer.StatusCode != 201).ShouldAllBe(answer => (int)answer.StatusCode == 429);
        var place = replica.GivenCustomer();
        ((int)(await place.TryAskAsync(room.Id)).StatusCode).ShouldBe(404, "polls are not limited");
        refused.Value.ShouldBe(answers.Count(answer => (int)answer.StatusCode == 429));
        (await (await place.TryHoldAsync(showing.Id, 1)).CodeAsync(403)).ShouldBe("waiting_room_required", "joins have a limit of their own");
    }

    /// <summary>What a limit of one a second lets through, however slow the machine is.</summary>
    static int Most(int burst, Stopwatch since) => burst + (int)since.Elapsed.TotalSeconds + 1;
}
