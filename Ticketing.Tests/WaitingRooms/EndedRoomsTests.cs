using Microsoft.EntityFrameworkCore;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Tests.WaitingRooms;

public sealed class EndedRoomsTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Rows_OfARoomThatEndedADayAgo_GoAndThoseOfOthersStay()
    {
        var old = await GivenVisitAsync(endedAgo: TimeSpan.FromHours(25));
        var recent = await GivenVisitAsync(endedAgo: TimeSpan.FromHours(23));
        var running = await GivenVisitAsync(endedAgo: null);

        await world.AddReplicaAsync();

        await Eventually.BecomesAsync(() => RowsAsync(old), rows => rows == (0, 0));
        (await RowsAsync(recent)).ShouldBe((1, 1));
        (await RowsAsync(running)).ShouldBe((1, 1));
        (await world.FindAsync(old)).EndedAt.ShouldNotBeNull();
    }

    async Task<long> GivenVisitAsync(TimeSpan? endedAgo)
    {
        var (room, _) = await world.GivenRoomAsync();
        var now = room.StartedAt!.Value;
        await using var database = world.Database();
        database.WaitingRoomLeases.Add(new WaitingRoomLease
        {
            Id = Guid.NewGuid(),
            RoomId = room.Id,
            CustomerId = Guid.NewGuid(),
            Place = 0,
            Position = 0,
            ClaimedAt = now,
            ExpiresAt = now.AddMinutes(10),
            ChangedAt = now,
        });
        database.WaitingRoomAdmissions.Add(new WaitingRoomAdmission { RoomId = room.Id, FromPosition = 0, UpTo = 1, AdmittedAt = now, LapsesAt = now });
        await database.SaveChangesAsync();
        if (endedAgo is { } ago)
            await database.WaitingRooms.Where(r => r.Id == room.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.EndedAt, now - ago));
        return room.Id;
    }

    async Task<(int Leases, int Steps)> RowsAsync(long roomId)
    {
        await using var database = world.Database();
        return (await database.WaitingRoomLeases.CountAsync(lease => lease.RoomId == roomId),
            await database.WaitingRoomAdmissions.CountAsync(step => step.RoomId == roomId));
    }
}
