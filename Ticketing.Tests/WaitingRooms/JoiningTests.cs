using Microsoft.Extensions.DependencyInjection;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

public sealed class JoiningTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Join_WhenTheSameCustomerComesAgain_KeepsThePlace()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1, rate: 0.01);
        await replica.KnowsAsync(room.Id, open: true);
        await replica.GivenCustomer().JoinsAsync(room.Id);
        var customer = replica.GivenCustomer();

        var first = await customer.JoinsAsync(room.Id);
        customer.Forget();
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => customer.JoinsAsync(room.Id)));

        first.Place.ShouldBe(2);
        tries.ShouldAllBe(place => place.Place == 2);
        (await customer.AsksAsync(room.Id)).Place.ShouldBe(2);
    }

    [Fact]
    public async Task Join_AfterTheOpening_IsFirstComeFirstServed()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1, rate: 0.01);
        await replica.KnowsAsync(room.Id, open: true);

        for (var number = 1; number <= 10; number++)
            (await replica.GivenCustomer().JoinsAsync(room.Id)).Place.ShouldBe(number);
    }

    [Fact]
    public async Task Join_BeforeTheOpening_TellsNobodyThePlace()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(opensIn: TimeSpan.FromMinutes(5));
        await replica.KnowsAsync(room.Id);

        var place = await replica.GivenCustomer().JoinsAsync(room.Id);

        place.State.ShouldBe("early");
        place.Place.ShouldBe(0);
        place.OpensAt.ShouldNotBeNull();
        place.PollAfterSeconds.ShouldBeGreaterThan(5);
        (await world.FindAsync(room.Id)).Seed.ShouldBeNull("nobody can know the order before the opening");
    }

    /// <summary>People join at two replicas, one of them often, while the room opens.</summary>
    [Fact]
    public async Task Join_WhileTheRoomOpens_LosesAndDoublesNobody()
    {
        WaitingRoomReplica[] replicas = [await world.AddReplicaAsync(), await world.AddReplicaAsync()];
        var (room, _) = await world.GivenRoomAsync(cap: 1, rate: 0.01, opensIn: TimeSpan.FromHours(1));
        foreach (var replica in replicas)
            await replica.KnowsAsync(room.Id);
        var keys = replicas[0].Services.GetRequiredService<SigningKeys>();

        var comers = 0;
        var joining = Task.WhenAll(Enumerable.Range(0, 16).Select(worker => JoinAllAsync(replicas[worker % 2], room.Id, () => Interlocked.Increment(ref comers))));
        await Eventually.BecomesAsync(() => Task.FromResult(Volatile.Read(ref comers)), count => count >= 32);
        await world.OpenNowAsync(room);
        var everybody = (await joining).SelectMany(c => c).ToArray();

        var opened = await world.FindAsync(room.Id);
        foreach (var replica in replicas)
            await replica.KnowsAsync(room.Id, open: true);
        var numbers = everybody.Select(c => NumberOf(c.Customer)).ToArray();
        numbers.ShouldBeUnique();
        numbers.Order().ShouldBe(Enumerable.Range(0, everybody.Length).Select(n => (long)n));
        opened.EarlyCount.ShouldBeInRange(1, everybody.Length - 1);
        var places = await Task.WhenAll(everybody.Select(async c => (Number: NumberOf(c.Customer), (await c.Customer.AsksAsync(room.Id)).Place)));
        places.Select(p => p.Place).Order().ShouldBe(Enumerable.Range(1, everybody.Length).Select(n => (long)n));
        places.Where(p => p.Number >= opened.EarlyCount).ShouldAllBe(p => p.Place == p.Number + 1);
        var early = places.Where(p => p.Number < opened.EarlyCount).OrderBy(p => p.Number).Select(p => p.Place).ToArray();
        early.ShouldAllBe(place => place <= opened.EarlyCount);
        early.SequenceEqual(early.Order()).ShouldBeFalse("the order of coming is not the order of places");

        long NumberOf(WaitingCustomer customer) =>
            PlaceToken.TryRead(customer.Token, keys, out var token) ? token.Number : throw new InvalidOperationException("Not our token.");
    }

    [Fact]
    public async Task Join_OfAnUnknownRoom_IsNotFound()
    {
        var replica = await world.AddReplicaAsync();
        (await (await replica.GivenCustomer().TryJoinAsync(987_654)).CodeAsync()).ShouldBe("404 waiting_room_not_found");
    }

    /// <summary>Somebody else's token is worth nothing.</summary>
    [Fact]
    public async Task Claim_WithAnothersToken_IsRefused()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync();
        var owner = await replica.GivenAdmittedAsync(room.Id);
        var thief = replica.GivenCustomer();
        thief.Takes(token: owner.Token);

        (await (await thief.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("404 place_not_found");
        await owner.ClaimsAsync(room.Id);
    }

    /// <summary>The guest's place goes to the member that the guest becomes, and to no other, nor back.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Join_AfterSigningIn_KeepsTheGuestsPlace_Once(bool redisIsEmptied)
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1, rate: 0.01);
        await replica.KnowsAsync(room.Id, open: true);
        var guest = replica.GivenCustomer();
        await replica.GivenCustomer().JoinsAsync(room.Id);
        await guest.JoinsAsync(room.Id);
        await replica.GivenCustomer().JoinsAsync(room.Id);
        if (redisIsEmptied)
            await world.EmptyRedisAsync();
        var member = replica.GivenMember(formerGuest: guest.Id);
        member.Takes(token: guest.Token);

        (await member.JoinsAsync(room.Id)).Place.ShouldBe(2);
        (await member.JoinsAsync(room.Id)).Place.ShouldBe(2);

        var twin = replica.GivenMember(formerGuest: guest.Id);
        twin.Takes(token: guest.Token);
        (await twin.JoinsAsync(room.Id)).Place.ShouldBeGreaterThan(3);
        (await guest.JoinsAsync(room.Id)).Place.ShouldBeGreaterThan(3);
    }

    /// <summary>Joins one after another from before the opening until some have come after it.</summary>
    static async Task<List<(WaitingCustomer Customer, PlaceView Place)>> JoinAllAsync(WaitingRoomReplica replica, long roomId, Action hasJoined)
    {
        var joined = new List<(WaitingCustomer, PlaceView)>();
        for (var late = 0; late < 5;)
        {
            var customer = replica.GivenCustomer();
            var place = await customer.JoinsAsync(roomId);
            joined.Add((customer, place));
            hasJoined();
            if (place.State != "early")
                late++;
        }

        return joined;
    }
}
