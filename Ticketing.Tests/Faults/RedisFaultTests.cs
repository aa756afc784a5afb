using Ticketing.Core.Catalogue;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Loading;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Tests.Faults;

/// <summary>A Redis that comes back with old data, which looks whole and is not.</summary>
[Trait("Category", "Faults")]
public sealed class RedisFaultTests(SeatServices services) : IClassFixture<SeatServices>
{
    [Fact]
    public async Task Take_WhenRedisIsRestartedWithOldData_DoesNotGetASeatSoldSince()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var replica = services.AddReplica(redisAt: redis.ConnectionString);
        var showing = await services.GivenShowingAsync(seats: 8);
        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");
        await redis.SaveAsync();
        await SellAsync(replica, showing, 2, 3);
        (await replica.StatesAsync(showing.Id)).ShouldBe("aassaaaa");

        await redis.KillAsync();
        await redis.StartAsync();

        var states = await EventuallyReadAsync(replica, showing.Id);
        states.ShouldBe("aassaaaa");
        (await replica.TakeAsync(showing.Id, Guid.NewGuid(), 2, 3)).ShouldBeOfType<TakeResult.SeatsTaken>();
    }

    [Fact]
    public async Task Take_WhenAStaleReplicaIsPromoted_DoesNotGetASeatSoldSince()
    {
        await using var primary = await RedisProcess.StartNewAsync();
        await using var follower = await RedisProcess.StartNewAsync();
        await follower.FollowAsync(primary);
        var replica = services.AddReplica(redisAt: $"127.0.0.1:{follower.Port},{primary.ConnectionString}");
        var showing = await services.GivenShowingAsync(seats: 8);
        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaaaaaa");
        await Eventually.BecomesAsync(
            () => Task.FromResult(replica.Redis.GetServer("127.0.0.1", follower.Port).Keys(pattern: "showing:*").Any()), hasShowing => hasShowing);
        await follower.LoseSightAsync();
        await SellAsync(replica, showing, 2, 3);

        await primary.KillAsync();
        await follower.PromoteAsync();

        var states = await EventuallyReadAsync(replica, showing.Id);
        states.ShouldBe("aassaaaa");
        (await replica.TakeAsync(showing.Id, Guid.NewGuid(), 2, 3)).ShouldBeOfType<TakeResult.SeatsTaken>();
    }

    [Fact]
    public async Task Sweep_WhenRedisIsRestartedWithOldData_ForgetsWhatNobodyAsksForAnyMore()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var replica = services.AddReplica(redisAt: redis.ConnectionString);
        var showings = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => services.GivenShowingAsync(seats: 3)));
        foreach (var showing in showings)
            await replica.TakesAsync(showing.Id, Guid.NewGuid(), 0, 1);
        await redis.SaveAsync();
        await redis.KillAsync();
        await redis.StartAsync();
        await EventuallyReadAsync(replica, showings[0].Id);
        (await LeftAsync()).ShouldBe(3, "else the test shows nothing");

        await Eventually.BecomesAsync(
            async () =>
            {
                await replica.Sweep.SweepAsync(CancellationToken.None);
                return await LeftAsync();
            },
            left => left == 1);

        (await replica.RawStatesAsync(showings[0].Id)).ShouldBe("aaa");
        (await replica.RawStatesAsync(showings[1].Id)).ShouldBeNull();
        (await replica.Redis.GetDatabase().SortedSetLengthAsync("showings:reconciliations")).ShouldBe(1);
        // And whoever asks for a forgotten one has it again, on the lists too.
        (await replica.StatesAsync(showings[1].Id)).ShouldBe("aaa");
        (await LeftAsync()).ShouldBe(2);

        Task<long> LeftAsync() => replica.Redis.GetDatabase().SortedSetLengthAsync("showings:sweeps");
    }

    [Fact]
    public async Task Load_WhenTheBuilderKnowsAnEarlierServer_LeavesTheShowingAlone()
    {
        var replica = services.Replica;
        var showing = await services.GivenShowingAsync(seats: 3);
        await replica.TakesAsync(showing.Id, Guid.NewGuid(), 0, 1);

        foreach (var script in (ShowingScript[])[ShowingScript.OfAny<ShowingLoader>("Load"), ShowingScript.OfAny<ShowingStore>("Forget")])
        {
            var answer = await script.RunAsync(replica.Redis.GetDatabase(), ShowingKeys.Of(showing.Id), [new string('0', 40)]);
            ((string?)answer[0]).ShouldBe(ShowingScript.AnotherServer);
        }

        (await replica.RawStatesAsync(showing.Id)).ShouldBe("hha");
    }

    [Fact]
    public async Task Take_WhenRedisIsAway_SaysSoAtOnceAndWorksAgainWithoutARestart()
    {
        await using var redis = await RedisProcess.StartNewAsync();
        var replica = services.AddReplica(redisAt: redis.ConnectionString);
        var showing = await services.GivenShowingAsync(seats: 8);
        await replica.TakesAsync(showing.Id, Guid.NewGuid(), 0, 1);

        await redis.KillAsync();
        await Should.ThrowAsync<SeatHoldsUnavailableException>(() => replica.TakeAsync(showing.Id, Guid.NewGuid(), 2, 3));
        await redis.StartAsync();

        (await EventuallyReadAsync(replica, showing.Id)).ShouldBe("aaaaaaaa");
        (await replica.TakeAsync(showing.Id, Guid.NewGuid(), 0, 1)).ShouldBeOfType<TakeResult.Held>();
    }

    async Task SellAsync(SeatReplica replica, Showing showing, params int[] seats)
    {
        var booking = await services.GivenBookingAsync(showing, seats, became: booking => booking.Confirm());
        await replica.States.MarkSoldAsync(showing.Id, booking.Id, booking.Epochs(showing), CancellationToken.None);
    }

    /// <summary>The seats, as soon as the client has found the server again.</summary>
    static Task<string> EventuallyReadAsync(SeatReplica replica, long showingId) => Eventually.BecomesAsync(
        async () =>
        {
            try
            {
                return await replica.StatesAsync(showingId);
            }
            catch (SeatHoldsUnavailableException)
            {
                return "";
            }
        },
        states => states != "");
}
