using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>Turns of customers who cannot come, through no fault of theirs.</summary>
public sealed class RoomPauseTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>, IAsyncLifetime
{
    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.StopReplicasAsync();

    [Fact]
    public async Task Postgres_WhenAwayForLongerThanATurnWaits_TakesNobodysTurn()
    {
        var (replica, _, database) = await world.AddCuttableReplicaAsync(("UnclaimedAfter", "00:00:08"));
        var (room, _) = await world.GivenRoomAsync(cap: 1);
        var customer = await replica.GivenAdmittedAsync(room.Id);

        database.Cut();
        (await (await customer.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("503 waiting_room_unavailable");
        await BecomesOlderAsync(room.Id, TimeSpan.FromSeconds(9));
        var before = await world.FindAsync(room.Id);
        database.Mend();
        await Eventually.BecomesAsync(() => world.FindAsync(room.Id), row => row.AdvancedAt > before.AdvancedAt);

        // The first connections may take a while; a turn that was lost stays so.
        await Eventually.BecomesAsync(async () => (int)(await customer.TryClaimAsync(room.Id)).StatusCode, status => status == 200);
    }

    [Fact]
    public async Task Turn_WhileItIsFullInside_DoesNotLapse()
    {
        var replica = await world.AddReplicaAsync(("UnclaimedAfter", "00:00:08"));
        var (room, _) = await world.GivenRoomAsync(cap: 2);
        await replica.KnowsAsync(room.Id, open: true);
        var (first, second) = (replica.GivenCustomer(), replica.GivenCustomer());
        await first.JoinsAsync(room.Id);
        await second.JoinsAsync(room.Id);
        await second.BecomesAsync(room.Id, "admitted");
        await first.ClaimsAsync(room.Id);
        await SetCapAsync(room.Id, 1);

        await BecomesOlderAsync(room.Id, TimeSpan.FromSeconds(10));

        (await (await second.TryClaimAsync(room.Id)).CodeAsync()).ShouldBe("409 waiting_room_full");
        await world.LeavesAsync(room.Id, first.Id);
        await second.ClaimsAsync(room.Id);
    }

    /// <summary>Waits until all turns of the room came so long ago, by PostgreSQL's clock.</summary>
    async Task BecomesOlderAsync(long roomId, TimeSpan age)
    {
        await using var database = world.Database();
        await Eventually.BecomesAsync(
            async () => (await database.Database.SqlQuery<bool>(
                $"SELECT now() - max(admitted_at) > {age} AS \"Value\" FROM waiting_room_admissions WHERE room_id = {roomId}").ToListAsync()).Single(),
            isOlder => isOlder);
    }

    async Task SetCapAsync(long roomId, int cap)
    {
        await using var database = world.Database();
        await database.WaitingRooms.Where(room => room.Id == roomId).ExecuteUpdateAsync(set => set.SetProperty(room => room.Cap, cap));
    }
}
