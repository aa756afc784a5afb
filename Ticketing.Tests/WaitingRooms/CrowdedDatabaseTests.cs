using Ticketing.Core.Database;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>Customers who claim must not keep queues from moving on, nor each other from their turn.</summary>
public sealed class CrowdedDatabaseTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Claim_BeforeTheTurn_IsAnsweredFromMemory()
    {
        var replica = await world.AddReplicaAsync();
        var (room, _) = await world.GivenRoomAsync(cap: 1);
        await replica.GivenInsideAsync(room.Id);
        var waiting = await replica.GivenJoinedAsync(room.Id);
        await using var claims = await HoldUpClaimsAsync(room.Id);

        // Who asks the database stands in line behind what is held up here.
        (await (await waiting.TryClaimAsync(room.Id).WaitAsync(TimeSpan.FromSeconds(20))).CodeAsync()).ShouldBe("409 not_your_turn");
    }

    [Fact]
    public async Task Queue_WhileACrowdOfClaimsWaits_MovesOn()
    {
        var replica = await world.AddReplicaAsync();
        var (crowded, _) = await world.GivenRoomAsync();
        var (other, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(crowded.Id, open: true);
        await replica.KnowsAsync(other.Id, open: true);
        var crowd = Enumerable.Range(0, 40).Select(_ => replica.GivenCustomer()).ToArray();
        foreach (var customer in crowd)
            await customer.JoinsAsync(crowded.Id);
        await Task.WhenAll(crowd.Select(customer => customer.BecomesAsync(crowded.Id, "admitted")));

        Task<HttpResponseMessage>[] tries;
        await using (await HoldUpClaimsAsync(crowded.Id))
        {
            tries = [.. crowd.Select(customer => customer.TryClaimAsync(crowded.Id))];
            await replica.GivenAdmittedAsync(other.Id);
        }

        (await Task.WhenAll(tries)).ShouldAllBe(answer => (int)answer.StatusCode == 200 || (int)answer.StatusCode == 503);
        foreach (var customer in crowd)
            await customer.ClaimsAsync(crowded.Id);
    }

    /// <summary>Claims of a room come one after another, and this is the one before all of them, until it is disposed.</summary>
    async Task<IAsyncDisposable> HoldUpClaimsAsync(long roomId)
    {
        var database = world.Database();
        await database.Database.BeginTransactionAsync();
        await database.LockAsync([$"waiting-room/{roomId}/claims"], CancellationToken.None);
        return database;
    }
}
