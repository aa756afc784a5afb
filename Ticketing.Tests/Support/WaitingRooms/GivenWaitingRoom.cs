using Ticketing.Core.Database;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Tests.Support.WaitingRooms;

/// <summary>Rooms before a showing that have been switched on and are open.</summary>
static class GivenWaitingRoom
{
    public static async Task<long> GivenWaitingRoomAsync(this TicketingApp app, long showingId, int cap)
    {
        await using var database = await app.DatabaseAsync();
        return await database.GivenWaitingRoomAsync(showingId, cap);
    }

    public static async Task<long> GivenWaitingRoomAsync(this TicketingDbContext database, long showingId, int cap)
    {
        var room = new WaitingRoom { ShowingId = showingId, Mode = WaitingRoomMode.On, Cap = cap, RatePerSecond = 10, StartedAt = TimeProvider.System.GetUtcNow() };
        database.WaitingRooms.Add(room);
        await database.SaveChangesAsync();
        return room.Id;
    }
}
