using Microsoft.EntityFrameworkCore;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Tests.WaitingRooms;

public sealed class AdmissionTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>, IAsyncLifetime
{
    static readonly (string, string) ShortPass = ("PassDuration", "00:00:02");
    static readonly (string, string) LongTurn = ("UnclaimedAfter", "00:00:04");
    static readonly (string, string) ShortTurn = ("UnclaimedAfter", "00:00:06");
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Each test has turns and passes of its own length.</summary>
    public Task DisposeAsync() => world.StopReplicasAsync();

    /// <summary>
    /// Three replicas, and a crowd that claims wildly, out of turn too. Nobody leaves before it was full inside; then every other one
    /// buys or goes, and the passes of the rest run out. PostgreSQL's rows must show that nobody was inside beyond the cap at any
    /// instant, and that turns came in order.
    /// </summary>
    [Fact]
    public async Task Admission_WithManyClaimersAndReplicas_KeepsTheCapAndTheOrder()
    {
        const int cap = 7;
        WaitingRoomReplica[] replicas = [await world.AddReplicaAsync(LongTurn), await world.AddReplicaAsync(LongTurn), await world.AddReplicaAsync(LongTurn)];
        var (room, _) = await world.GivenRoomAsync(cap, rate: 100);
        foreach (var replica in replicas)
            await replica.KnowsAsync(room.Id, open: true);

        // One in six never comes back.
        var crowd = Enumerable.Range(0, 42).Select(i => (Customer: replicas[i % 3].GivenCustomer(), Stays: i % 6 != 0)).ToArray();
        foreach (var (customer, _) in crowd)
            await customer.JoinsAsync(room.Id);
        var full = new TaskCompletionSource();
        var visits = Task.WhenAll(crowd.Where(c => c.Stays).Select((c, i) => VisitsAsync(c.Customer, room.Id, full.Task, buys: i % 2 == 0)));
        await Eventually.BecomesAsync(() => InsideAsync(room.Id), inside => inside == cap, Patience);
        full.SetResult();
        await visits;

        await using var database = world.Database();
        var leases = await database.WaitingRoomLeases.AsNoTracking().Where(lease => lease.RoomId == room.Id).ToListAsync();
        leases.Count.ShouldBe(crowd.Count(c => c.Stays));
        MostAtOnce(leases).ShouldBe(cap);
        var steps = await database.WaitingRoomAdmissions.AsNoTracking().Where(step => step.RoomId == room.Id).OrderBy(step => step.AdmittedAt).ToListAsync();
        steps.Zip(steps.Skip(1)).ShouldAllBe(pair => pair.First.UpTo == pair.Second.FromPosition);
        steps[0].FromPosition.ShouldBe(0);
        leases.ShouldAllBe(lease => lease.ClaimedAt >= steps.First(step => step.FromPosition <= lease.Position && lease.Position < step.UpTo).AdmittedAt);
    }

    /// <summary>The same crowd against a claim that only looks: what the statement in PassIssuer prevents.</summary>
    [Fact]
    public async Task Admission_WithClaimsThatLookFirst_WouldBreakTheCap()
    {
        var (room, _) = await world.GivenRoomAsync(cap: 3);
        await world.EndAsync(room);

        var now = TimeProvider.System.GetUtcNow();
        // The worst that can happen without a lock: everybody looks before anybody writes.
        using var looked = new CountdownEvent(30);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            await using var database = world.Database();
            var inside = await database.WaitingRoomLeases.CountAsync(lease => lease.RoomId == room.Id);
            looked.Signal();
            await Eventually.BecomesAsync(() => Task.FromResult(looked.IsSet), isSet => isSet);
            if (inside >= 3)
                return;
            database.WaitingRoomLeases.Add(new WaitingRoomLease
            {
                Id = Guid.NewGuid(),
                RoomId = room.Id,
                CustomerId = Guid.NewGuid(),
                Place = i,
                Position = i,
                ClaimedAt = now,
                ExpiresAt = now.AddSeconds(5),
                ChangedAt = now,
            });
            await database.SaveChangesAsync();
        }));

        await using var after = world.Database();
        MostAtOnce(await after.WaitingRoomLeases.AsNoTracking().Where(lease => lease.RoomId == room.Id).ToListAsync()).ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task Admission_WithRoomForAll_KeepsTheRate()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1000, rate: 20);
        await replica.KnowsAsync(room.Id, open: true);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => replica.GivenCustomer().JoinsAsync(room.Id)));

        await Eventually.BecomesAsync(() => world.FindAsync(room.Id), row => row.AdmittedUpTo == 100);

        await using var database = world.Database();
        var steps = await database.WaitingRoomAdmissions.AsNoTracking().Where(step => step.RoomId == room.Id).OrderBy(step => step.Id).ToListAsync();
        // In no stretch of time more than the rate gives, and what two seconds' worth saved up before.
        for (var from = 0; from < steps.Count; from++)
            for (var to = from + 1; to < steps.Count; to++)
                (steps[to].UpTo - steps[from].UpTo).ShouldBeLessThanOrEqualTo(
                    (long)((steps[to].AdmittedAt - steps[from].AdmittedAt).TotalSeconds * 20) + 40 + 1);
        steps.Max(step => step.UpTo - step.FromPosition).ShouldBeLessThanOrEqualTo(40);
    }

    [Fact]
    public async Task Claim_WhenRepeatedAndAtOnce_IsOneLease()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 5);
        var customer = await replica.GivenAdmittedAsync(room.Id);

        var passes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.ClaimsAsync(room.Id)));

        passes.Select(pass => pass.Pass).Distinct().Count().ShouldBe(1);
        await using var database = world.Database();
        (await database.WaitingRoomLeases.CountAsync(lease => lease.RoomId == room.Id)).ShouldBe(1);
        (await customer.AsksAsync(room.Id)).State.ShouldBe("admitted");
    }

    [Fact]
    public async Task Claim_BeforeTheTurn_IsRefused()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1);
        await replica.GivenInsideAsync(room.Id);
        var second = await replica.GivenJoinedAsync(room.Id);

        (await (await second.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("409 not_your_turn");
        var place = await second.AsksAsync(room.Id);
        place.State.ShouldBe("waiting");
        place.Ahead.ShouldBe(0);
        place.EstimatedSeconds.ShouldNotBeNull();
    }

    [Fact]
    public async Task Turn_WhenNobodyComes_IsGivenOn_AndTheLateOneMayJoinAgainAtTheEnd()
    {
        var replica = await world.AddReplicaAsync(ShortTurn);
        var (room, _) = await world.GivenRoomAsync(cap: 1);
        var late = await replica.GivenAdmittedAsync(room.Id);
        var next = await replica.GivenJoinedAsync(room.Id);

        await next.BecomesAsync(room.Id, "admitted");

        (await late.AsksAsync(room.Id)).State.ShouldBe("lapsed");
        (await (await late.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("409 place_lapsed");
        await next.ClaimsAsync(room.Id);
        var again = await late.JoinsAsync(room.Id);
        again.State.ShouldBe("waiting");
        again.Place.ShouldBe(3);
        (await late.JoinsAsync(room.Id)).Place.ShouldBe(3);
    }

    [Fact]
    public async Task Lease_WhenItsTimeIsOver_LetsTheNextIn()
    {
        var replica = await world.AddReplicaAsync(ShortPass);
        var (room, showing) = await world.GivenRoomAsync(cap: 1);
        var first = await replica.GivenInsideAsync(room.Id);
        var second = await replica.GivenJoinedAsync(room.Id);

        await second.BecomesAsync(room.Id, "admitted");
        await second.ClaimsAsync(room.Id);

        (await (await first.TryHoldAsync(showing.Id, 0)).CodeAsync()).ShouldBe("403 waiting_room_required");
        (await (await first.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("409 pass_ended");
        (await first.JoinsAsync(room.Id)).Place.ShouldBe(3);
    }

    async Task VisitsAsync(WaitingCustomer customer, long roomId, Task full, bool buys)
    {
        while (!await TriesAsync(customer, roomId))
            await Task.Delay(Random.Shared.Next(50, 250));
        await full;
        if (buys)
            await world.LeavesAsync(roomId, customer.Id);
        else
            await world.RunsOutAsync(roomId, customer.Id);
    }

    /// <summary>Whoever was too slow for their turn, as everybody may be on a busy machine, joins again.</summary>
    static async Task<bool> TriesAsync(WaitingCustomer customer, long roomId)
    {
        using var answer = await customer.TryClaimAsync(roomId);
        if (answer.IsSuccessStatusCode)
            return true;
        if (await answer.CodeAsync() == "409 place_lapsed")
            await customer.JoinsAsync(roomId);
        return false;
    }

    async Task<int> InsideAsync(long roomId)
    {
        await using var database = world.Database();
        return await database.WaitingRoomLeases.CountAsync(lease => lease.RoomId == roomId && lease.EndedAt == null);
    }

    /// <summary>By the rows alone: how many leases ran at the fullest instant.</summary>
    static int MostAtOnce(IEnumerable<WaitingRoomLease> leases)
    {
        var changes = leases.SelectMany(lease => new[] { (At: lease.ClaimedAt, By: 1), (At: Earlier(lease.EndedAt, lease.ExpiresAt), By: -1) });
        var (now, most) = (0, 0);
        foreach (var (_, by) in changes.OrderBy(change => change.At).ThenBy(change => change.By))
            most = Math.Max(most, now += by);
        return most;
    }

    static DateTimeOffset Earlier(DateTimeOffset? ended, DateTimeOffset expires) => ended < expires ? ended.Value : expires;
}
