using System.Net;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Tests.WaitingRooms;

public sealed class AutomaticTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    static readonly (string, string)[] Settings = [("AutomaticAbove", "25"), ("AutomaticCap", "3"), ("AutomaticRate", "100"), ("QuietFor", "00:00:03"), ("PassDuration", "00:00:02")];

    [Fact]
    public async Task Load_AboveTheThreshold_PutsOneRoomBeforeTheShowing_WhichGoesWithTheLoad()
    {
        WaitingRoomReplica[] replicas = [await world.AddReplicaAsync(Settings), await world.AddReplicaAsync(Settings)];
        var showing = await world.GivenShowingAsync();
        var crowd = Enumerable.Range(0, 40).Select(i => replicas[i % 2].GivenCustomer()).ToArray();

        await Eventually.BecomesAsync(
            async () => (await Task.WhenAll(crowd.Select(c => c.TryHoldAsync(showing.Id, 0)))).Count(answer => (int)answer.StatusCode == 403),
            refused => refused == crowd.Length);

        await using var database = world.Database();
        // On a slow machine one may have gone for want of load, and come again.
        var rooms = await database.WaitingRooms.AsNoTracking().Where(r => r.ShowingId == showing.Id).OrderBy(r => r.Id).ToListAsync();
        rooms.SkipLast(1).ShouldAllBe(earlier => earlier.EndedAt != null);
        var room = rooms[^1];
        (room.Mode, room.Cap, room.CreatedBy).ShouldBe((WaitingRoomMode.Automatic, 3, null));
        // Asked of the database: asking for holds again and again is load, and keeps a room.
        await Eventually.BecomesAsync(() => database.WaitingRooms.CountAsync(r => r.ShowingId == showing.Id && r.EndedAt == null), open => open == 0);
        await Eventually.BecomesAsync(async () => (int)(await crowd[0].TryHoldAsync(showing.Id, 1)).StatusCode, status => status == 201);
    }

    /// <summary>A request within the few milliseconds between two steps is no crowd, however many that would be a second.</summary>
    [Fact]
    public async Task Load_OfAFewRequestsBetweenQuickSteps_BringsNone()
    {
        var replica = await world.AddReplicaAsync([.. Settings, ("StepInterval", "00:00:00.010")]);
        var showing = await world.GivenShowingAsync();
        var customer = replica.GivenCustomer();

        for (var request = 0; request < 20; request++)
            await customer.TryHoldAsync(showing.Id, 0);
        (await replica.GivenCustomer().TryHoldAsync(showing.Id, 1)).StatusCode.ShouldBe(HttpStatusCode.Created);

        await using var database = world.Database();
        (await database.WaitingRooms.AnyAsync(r => r.ShowingId == showing.Id)).ShouldBeFalse();
    }

    [Fact]
    public async Task Load_WhereStaffWantNoRoom_BringsNone()
    {
        var replica = await world.AddReplicaAsync(Settings);
        var showing = await world.GivenShowingAsync();
        await using var database = world.Database();
        database.WaitingRooms.Add(new WaitingRoom { ShowingId = showing.Id, Mode = WaitingRoomMode.Off, Cap = 1, RatePerSecond = 1 });
        await database.SaveChangesAsync();
        var until = TimeProvider.System.GetTimestamp();

        while (TimeProvider.System.GetElapsedTime(until) < TimeSpan.FromSeconds(1))
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => replica.GivenCustomer().TryHoldAsync(showing.Id, 0)));

        (await database.WaitingRooms.SingleAsync(r => r.ShowingId == showing.Id)).StartedAt.ShouldBeNull();
    }
}
