using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>A database that is there and does not answer.</summary>
public sealed class PatienceTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    /// <summary>Else it would go on with a context and a connection that others get meanwhile.</summary>
    [Fact]
    public async Task Join_WhenPostgresIsSilent_GivesUpItsQueryToo()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        await using var database = world.Database();
        // Outside of the transaction, which would see the same connections again and again.
        await using var onlooker = world.Database();
        await using var transaction = await database.Database.BeginTransactionAsync();
        await database.Database.ExecuteSqlAsync($"SELECT FROM waiting_rooms WHERE id = {room.Id} FOR UPDATE");

        var answer = await replica.GivenCustomer().TryJoinAsync(room.Id);

        (await answer.CodeAsync()).ShouldBe("503 waiting_room_unavailable");
        await Eventually.BecomesAsync(
            async () => (await onlooker.Database.SqlQuery<int>(
                $"""
                SELECT count(*)::int AS "Value" FROM pg_stat_activity
                WHERE datname = current_database() AND state = 'active' AND query LIKE '%place_ceiling =%' AND pid <> pg_backend_pid()
                """).ToListAsync()).Single(),
            running => running == 0,
            // Half a minute after it began PostgreSQL's client would give it up by itself.
            TimeSpan.FromSeconds(20));
        await transaction.RollbackAsync();
        await Eventually.BecomesAsync(async () => (int)(await replica.GivenCustomer().TryJoinAsync(room.Id)).StatusCode, status => status == 201);
    }
}
