using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ticketing.Tests.WaitingRooms;

public sealed class EstimateTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    /// <summary>
    /// A minute of a sale at ten times its pace: early comers and late ones, a rate that fills the room, then turns that come only as
    /// others leave, visits of different lengths, one in eight who never comes. Nine in ten waited about as long as they were told.
    /// </summary>
    [Fact]
    public async Task Estimate_OfACrowd_IsAboutWhatHappens()
    {
        var replica = await world.AddReplicaAsync(("TypicalVisit", "00:00:03"), ("UnclaimedAfter", "00:00:06"), ("PassDuration", "00:05:00"));
        var (room, _) = await world.GivenRoomAsync(cap: 60, rate: 30, opensIn: TimeSpan.FromSeconds(4));
        await replica.KnowsAsync(room.Id);
        var told = new ConcurrentBag<(double Estimated, double Actual)>();

        var crowd = Enumerable.Range(0, 500).Select(i => VisitAsync(replica, room.Id, comesAfter: i < 300 ? TimeSpan.Zero : TimeSpan.FromSeconds(5 + (i - 300) / 20.0), i, told));
        await Task.WhenAll(crowd);

        // Whoever is let in within a breath has no wait to be told of.
        var waits = told.Where(wait => wait.Estimated >= 2).ToArray();
        waits.Length.ShouldBeGreaterThan(200);
        var good = waits.Count(wait => wait.Actual / wait.Estimated is >= 0.7 and <= 1.5);
        (good / (double)waits.Length).ShouldBeGreaterThanOrEqualTo(0.9, string.Join(' ', waits.Select(wait => $"{wait.Actual:F1}/{wait.Estimated:F0}")));
    }

    async Task VisitAsync(WaitingRoomReplica replica, long roomId, TimeSpan comesAfter, int person, ConcurrentBag<(double, double)> told)
    {
        await Task.Delay(comesAfter);
        var customer = replica.GivenCustomer();
        var place = await customer.JoinsAsync(roomId);
        while (place.State == "early")
        {
            await Task.Delay(200);
            place = await customer.AsksAsync(roomId);
        }

        var watch = Stopwatch.StartNew();
        var estimated = place.EstimatedSeconds!.Value;
        if (person % 8 == 7)
            return;
        while (place.State == "waiting")
        {
            // Twice as often as told, since everything else is ten times as fast.
            await Task.Delay(TimeSpan.FromSeconds(place.PollAfterSeconds / 2));
            place = await customer.AsksAsync(roomId);
        }

        place.State.ShouldBe("admitted");
        await customer.ClaimsAsync(roomId);
        told.Add((estimated, watch.Elapsed.TotalSeconds));
        await Task.Delay(TimeSpan.FromSeconds(1 + person % 5));
        await world.LeavesAsync(roomId, customer.Id);
    }
}
