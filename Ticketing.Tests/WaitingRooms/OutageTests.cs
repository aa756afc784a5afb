using Microsoft.Extensions.DependencyInjection;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

public sealed class OutageTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Polls_WithRedisAndPostgresAway_GoOnFromMemory()
    {
        var (replica, redis, database) = await world.AddCuttableReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync(cap: 1);
        var inside = await replica.GivenInsideAsync(room.Id);
        var waiting = await replica.GivenJoinedAsync(room.Id);

        redis.Cut();
        database.Cut();

        var asked = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => waiting.AsksAsync(room.Id)));
        asked.ShouldAllBe(place => place.State == "waiting" && place.Place == 2);
        (await inside.AsksAsync(room.Id)).State.ShouldBe("admitted");
        // The gate too: whoever has no pass hears so, whoever has one comes as far as Redis, which is away.
        (await (await waiting.TryHoldAsync(showing.Id, 1)).CodeAsync()).ShouldBe("403 waiting_room_required");
        ((int)(await inside.TryHoldAsync(showing.Id, 1)).StatusCode).ShouldBe(503);
    }

    [Fact]
    public async Task Redis_WhenAway_RefusesJoinsOnly()
    {
        var (replica, redis, _) = await world.AddCuttableReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1);
        var first = await replica.GivenAdmittedAsync(room.Id);
        var second = await replica.GivenJoinedAsync(room.Id);

        redis.Cut();

        using var refused = await replica.GivenCustomer().TryJoinAsync(room.Id);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.CodeAsync()).ShouldBe("503 waiting_room_unavailable");
        await first.ClaimsAsync(room.Id);
        (await second.AsksAsync(room.Id)).State.ShouldBe("waiting");

        redis.Mend();
        var late = replica.GivenCustomer();
        await Eventually.BecomesAsync(async () => (int)(await late.TryJoinAsync(room.Id)).StatusCode, status => status == 201);
        (await late.JoinsAsync(room.Id)).Place.ShouldBe(3);
    }

    [Fact]
    public async Task Postgres_WhenAway_RefusesClaimsOnly()
    {
        var (replica, _, database) = await world.AddCuttableReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1);
        var customer = await replica.GivenAdmittedAsync(room.Id);

        database.Cut();

        using var refused = await customer.TryClaimAsync(room.Id);
        refused.Headers.RetryAfter.ShouldNotBeNull();
        (await refused.CodeAsync()).ShouldBe("503 waiting_room_unavailable");
        (await customer.AsksAsync(room.Id)).State.ShouldBe("admitted");
        (await replica.GivenCustomer().JoinsAsync(room.Id)).State.ShouldBe("waiting");

        database.Mend();
        await Eventually.BecomesAsync(async () => (int)(await customer.TryClaimAsync(room.Id)).StatusCode, status => status == 200);
    }

    [Fact]
    public async Task Redis_WhenEmptied_CountsOnAboveAllPlaces_AndTokensKeepTheirs()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 5);
        await replica.KnowsAsync(room.Id, open: true);
        var before = await GivenQueueAsync(replica, room.Id, 30);

        await world.EmptyRedisAsync();
        var after = await GivenQueueAsync(replica, room.Id, 30);

        var keys = replica.Services.GetRequiredService<SigningKeys>();
        var highest = before.Max(c => NumberOf(c, keys));
        after.ShouldAllBe(c => NumberOf(c, keys) > highest);
        after.Select(c => NumberOf(c, keys)).ShouldBeUnique();
        foreach (var customer in before)
        {
            var number = NumberOf(customer, keys);
            await customer.JoinsAsync(room.Id);
            NumberOf(customer, keys).ShouldBe(number);
        }

        // The places that nobody has are passed over: those before and after them get in one after another.
        foreach (var customer in (WaitingCustomer[])[.. before.Concat(after).OrderBy(c => NumberOf(c, keys)).Take(40)])
        {
            await customer.BecomesAsync(room.Id, "admitted");
            await customer.ClaimsAsync(room.Id);
            await world.LeavesAsync(room.Id, customer.Id);
        }
    }

    [Fact]
    public async Task Redis_WhenEmptiedBeforeTheOpening_LetsAllEarlyComersTakePart()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(opensIn: TimeSpan.FromHours(1));
        await replica.KnowsAsync(room.Id);
        var before = await GivenQueueAsync(replica, room.Id, 20);
        await world.EmptyRedisAsync();
        var after = await GivenQueueAsync(replica, room.Id, 20);
        await world.OpenNowAsync(room);
        await replica.KnowsAsync(room.Id, open: true);

        var places = await Task.WhenAll(before.Concat(after).Select(c => c.AsksAsync(room.Id)));

        places.ShouldAllBe(place => place.State == "waiting" || place.State == "admitted");
        places.Select(place => place.Place).ShouldBeUnique();
        // The draw leaves another one where Redis takes longer to answer than it waits.
        (await world.FindAsync(room.Id)).LostNumbers.Length.ShouldBeGreaterThanOrEqualTo(2);
        await Task.WhenAll(before.Concat(after).Select(c => c.BecomesAsync(room.Id, "admitted")));
    }

    [Fact]
    public async Task Everything_WhenRestarted_GoesOn()
    {
        var old = await world.AddReplicaAsync();
        var (room, showing) = await world.GivenRoomAsync(cap: 1);
        await old.KnowsAsync(room.Id, open: true);
        var queue = await GivenQueueAsync(old, room.Id, 3);
        await queue[0].BecomesAsync(room.Id, "admitted");
        await queue[0].ClaimsAsync(room.Id);
        await old.StopAsync();
        await world.EmptyRedisAsync();

        var replica = await world.AddReplicaAsync();

        // The gate knows before the first request.
        (await (await replica.GivenCustomer().TryHoldAsync(showing.Id, 0)).CodeAsync()).ShouldBe("403 waiting_room_required");
        var inside = Moved(queue[0]);
        ((int)(await inside.TryHoldAsync(showing.Id, 0, 1)).StatusCode).ShouldBe(201);
        (await inside.AsksAsync(room.Id)).State.ShouldBe("admitted");
        var next = Moved(queue[1]);
        (await next.AsksAsync(room.Id)).Place.ShouldBe(2);
        (await replica.GivenCustomer().JoinsAsync(room.Id)).Place.ShouldBeGreaterThan(3);
        await world.LeavesAsync(room.Id, inside.Id);
        await next.BecomesAsync(room.Id, "admitted");
        await next.ClaimsAsync(room.Id);

        WaitingCustomer Moved(WaitingCustomer customer)
        {
            var moved = replica.GivenCustomer(customer.Id);
            moved.Takes(customer.Token, customer.Pass);
            return moved;
        }
    }

    static async Task<List<WaitingCustomer>> GivenQueueAsync(WaitingRoomReplica replica, long roomId, int people)
    {
        var queue = new List<WaitingCustomer>();
        for (var i = 0; i < people; i++)
            queue.Add(await replica.GivenJoinedAsync(roomId));
        return queue;
    }

    static long NumberOf(WaitingCustomer customer, SigningKeys keys) =>
        PlaceToken.TryRead(customer.Token, keys, out var token) ? token.Number : throw new InvalidOperationException("Not our token.");
}
