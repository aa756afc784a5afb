using Ticketing.Core.Catalogue;
using Ticketing.Core.Seats;

namespace Ticketing.Tests.Seats.Faults;

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
