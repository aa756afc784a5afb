using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>One room's trouble, or Redis', is not every room's.</summary>
public sealed class IsolationTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.StopReplicasAsync();

    [Fact]
    public async Task Queue_WhereAnotherRoomCannotMove_MovesOn()
    {
        var (stuck, _) = await world.GivenRoomAsync();
        await using var database = world.Database();
#pragma warning disable EF1002 // The id is a number.
        await database.Database.ExecuteSqlRawAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE ''this room is stuck''; END';
            CREATE TRIGGER stuck BEFORE UPDATE ON waiting_rooms FOR EACH ROW WHEN (NEW.id = {stuck.Id}) EXECUTE FUNCTION refuse();
            """);
#pragma warning restore EF1002
        var replica = await world.AddReplicaAsync();

        // Also one that begins only now: news must reach the replica.
        var (room, _) = await world.GivenRoomAsync();
        await replica.GivenAdmittedAsync(room.Id);

        await database.Database.ExecuteSqlRawAsync("DROP TRIGGER stuck ON waiting_rooms");
    }

    /// <summary>A Redis that takes requests and does not answer costs a round one short wait, not one for each room.</summary>
    [Fact]
    public async Task Queues_WhileRedisIsSilent_MoveOn()
    {
        var replica = await world.AddReplicaAsync();
        var rooms = new List<long>();
        for (var i = 0; i < 30; i++)
            rooms.Add((await world.GivenRoomAsync()).Room.Id);
        var customer = await replica.GivenAdmittedAsync(rooms[^1]);
        await using var redis = await world.ConnectToRedisAsync();

        await redis.GetDatabase().ExecuteAsync("CLIENT", "PAUSE", 60_000, "ALL");

        // Three rounds, which would take three minutes.
        for (var round = 0; round < 3; round++)
        {
            var before = await SlowestAsync();
            await Eventually.BecomesAsync(SlowestAsync, slowest => slowest > before);
        }

        (await customer.TryClaimAsync(rooms[^1])).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        async Task<DateTimeOffset> SlowestAsync()
        {
            await using var database = world.Database();
            return await database.WaitingRooms.Where(room => rooms.Contains(room.Id)).MinAsync(room => room.AdvancedAt);
        }
    }
}
