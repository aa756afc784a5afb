using Microsoft.Extensions.DependencyInjection;
using Ticketing.SeatHolds.WaitingRooms;
using Ticketing.SeatHolds.WaitingRooms.Places;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>What becomes of places that Redis forgets.</summary>
public sealed class LostPlacesTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.StopReplicasAsync();

    [Fact]
    public async Task Places_OfARoomThatIsOn_AreKeptHoweverLongNobodyJoins()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(opensIn: TimeSpan.FromDays(3));
        await replica.KnowsAsync(room.Id);
        await replica.GivenCustomer().JoinsAsync(room.Id);
        await using var redis = await world.ConnectToRedisAsync();

        foreach (var key in (string[])[$"waiting-room:{{{room.Id}}}:numbers", $"waiting-room:{{{room.Id}}}:places"])
        {
            (await redis.GetDatabase().KeyExpireAsync(key, TimeSpan.FromMinutes(1))).ShouldBeTrue();
            await Eventually.BecomesAsync(() => redis.GetDatabase().KeyTimeToLiveAsync(key), left => left > TimeSpan.FromDays(1));
        }
    }

    /// <summary>Who joins again without the token, after Redis was emptied, has another place: only that one is worth a pass.</summary>
    [Fact]
    public async Task Claim_WithAPlaceThatWasTakenAnew_IsRefused()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync();
        var customer = await replica.GivenAdmittedAsync(room.Id);
        var first = customer.Token!;
        await world.EmptyRedisAsync();
        customer.Forget();
        await customer.JoinsAsync(room.Id);
        var second = customer.Token!;

        customer.Takes(token: first);
        (await (await customer.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("404 place_not_found");

        customer.Takes(token: second);
        await customer.BecomesAsync(room.Id, "admitted");
        await customer.ClaimsAsync(room.Id);
    }

    /// <summary>PostgreSQL knows of joins when the queue steps; here Redis is gone before that.</summary>
    [Fact]
    public async Task Place_LostBeforePostgresHeardOfIt_IsFoundWhenItsCustomerAsks()
    {
        var replica = await world.AddReplicaAsync(("StepInterval", "00:00:03"));
        var (room, _) = await world.GivenRoomAsync(cap: 1, rate: 0.01);
        await replica.KnowsAsync(room.Id, open: true);
        var keys = replica.Services.GetRequiredService<SigningKeys>();
        var people = new List<WaitingCustomer>();
        // Those whom PostgreSQL knows of are before all others, so that the queue has not come as far as what is lost.
        for (var i = 0; i < 5; i++)
            people.Add(await replica.GivenJoinedAsync(room.Id));

        await Eventually.BecomesAsync(() => world.FindAsync(room.Id), row => row.Places == people.Count);
        // Redis is emptied while fewer are known than have joined: on a slow machine, a step may come in between.
        await Eventually.BecomesAsync(async () =>
        {
            for (var i = 0; i < 30; i++)
                people.Add(await replica.GivenJoinedAsync(room.Id));

            return (await world.FindAsync(room.Id)).Places < people.Count;
        }, isBehind => isBehind);
        await world.EmptyRedisAsync();
        var late = await replica.GivenJoinedAsync(room.Id);
        PlaceToken.TryRead(late.Token, keys, out var newcomer).ShouldBeTrue();
        newcomer.Number.ShouldBeGreaterThanOrEqualTo(people.Count);

        var lost = await Eventually.BecomesAsync(
            async () =>
            {
                await Task.WhenAll(people.Select(person => person.AsksAsync(room.Id)));
                return (await world.FindAsync(room.Id)).LostNumbers;
            },
            known => known is [.., var from, _] && from == people.Count);

        lost[^1].ShouldBe(newcomer.Number);
        // Only people are ahead of anybody, not what was lost.
        await Eventually.BecomesAsync(() => late.AsksAsync(room.Id), place => place.Ahead <= people.Count && place.Ahead >= people.Count - 1);
    }
}
