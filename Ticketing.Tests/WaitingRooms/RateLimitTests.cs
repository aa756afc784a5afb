using System.Diagnostics;

namespace Ticketing.Tests.WaitingRooms;

public sealed class RateLimitTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    [Fact]
    public async Task Join_FasterThanPeopleCan_IsPutOff()
    {
        var replica = await world.AddReplicaAsync(("RateLimits:PerSecond", "1"));
        var (room, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        var customer = replica.GivenCustomer();

        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => customer.TryJoinAsync(room.Id)));

        var refused = answers.Where(answer => (int)answer.StatusCode == 429).ToArray();
        (answers.Length - refused.Length).ShouldBeInRange(60, Most(60, watch));
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter != null);
        (await replica.GivenCustomer().JoinsAsync(room.Id)).Place.ShouldBeGreaterThan(0);
    }

    /// <summary>A program that makes itself a new guest for every request.</summary>
    [Fact]
    public async Task Join_OfManyGuestsAtOneAddress_IsPutOff()
    {
        var replica = await world.AddReplicaAsync(("RateLimits:JoinBurst", "50"), ("RateLimits:JoinsPerSecond", "1"));
        var (room, showing) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        using var refused = new Metered(replica.Services, "ticketing.waiting_room.joins_refused");

        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => replica.GivenCustomer(address: "203.0.113.19").TryJoinAsync(room.Id)));

        answers.Count(answer => (int)answer.StatusCode == 201).ShouldBeInRange(50, Most(50, watch));
        answers.Where(answer => (int)answer.StatusCode != 201).ShouldAllBe(answer => (int)answer.StatusCode == 429);
        var place = replica.GivenCustomer();
        ((int)(await place.TryAskAsync(room.Id)).StatusCode).ShouldBe(404, "polls are not limited");
        refused.Value.ShouldBe(answers.Count(answer => (int)answer.StatusCode == 429));
        (await (await place.TryHoldAsync(showing.Id, 1)).CodeAsync()).ShouldBe("403 waiting_room_required", "joins have a limit of their own");
    }

    /// <summary>However many replicas there are, a network has one bucket of lots.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.4")]
    public async Task Join_OfManyGuestsAtTwoReplicas_TakesFromOneBucket()
    {
        (string, string)[] settings = [("RateLimits:JoinBurst", "50"), ("RateLimits:JoinsPerSecond", "1")];
        WaitingRoomReplica[] replicas = [await world.AddReplicaAsync(settings), await world.AddReplicaAsync(settings)];
        var (room, _) = await world.GivenRoomAsync();
        foreach (var replica in replicas)
            await replica.KnowsAsync(room.Id, open: true);

        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 150).Select(n => replicas[n % 2].GivenCustomer(address: "203.0.113.20").TryJoinAsync(room.Id)));
        var others = await replicas[0].GivenCustomer(address: "203.0.113.21").TryJoinAsync(room.Id);

        answers.Count(answer => (int)answer.StatusCode == 201).ShouldBeInRange(50, Most(50, watch));
        var refused = answers.Where(answer => (int)answer.StatusCode != 201).ToArray();
        refused.ShouldAllBe(answer => (int)answer.StatusCode == 429 && answer.Headers.RetryAfter != null);
        (await refused[0].CodeAsync()).ShouldBe("429 too_many_requests");
        ((int)others.StatusCode).ShouldBe(201, "another network has its own");
    }

    /// <summary>Nobody counts then, and nobody draws.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.4")]
    public async Task Join_WhenRedisIsAway_IsRefusedNotUncounted()
    {
        var (replica, redis, _) = await world.AddCuttableReplicaAsync(("RateLimits:JoinBurst", "5"), ("RateLimits:JoinsPerSecond", "1"));
        var (room, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        await replica.GivenCustomer(address: "203.0.113.22").JoinsAsync(room.Id);

        redis.Cut();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => replica.GivenCustomer(address: "203.0.113.22").TryJoinAsync(room.Id)));
        answers.ShouldAllBe(answer => (int)answer.StatusCode == 503 && answer.Headers.RetryAfter != null);

        redis.Mend();
        await Eventually.BecomesAsync(
            async () => (int)(await replica.GivenCustomer(address: "203.0.113.22").TryJoinAsync(room.Id)).StatusCode, status => status == 201);
    }

    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.4")]
    public async Task Join_OfAnExemptNetwork_IsNotCounted()
    {
        var replica = await world.AddReplicaAsync(
            ("RateLimits:JoinBurst", "5"), ("RateLimits:JoinsPerSecond", "1"), ("RateLimits:ExemptNetworks:0", "2001:db8:77::/48"));
        var (room, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => replica.GivenCustomer(address: "2001:db8:77:1::5").TryJoinAsync(room.Id)));

        answers.ShouldAllBe(answer => (int)answer.StatusCode == 201);
    }

    /// <summary>Some join for nothing, then each lot costs work, more and more.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.4")]
    public async Task Join_OfMoreThanAFew_CostsWork()
    {
        var replica = await world.AddReplicaAsync(
            ("RateLimits:JoinBurst", "100"), ("RateLimits:JoinsPerSecond", "1"), ("RateLimits:JoinsWithoutChallenge", "3"),
            ("RateLimits:JoinChallengeBits", "8"), ("RateLimits:JoinsPerChallengeBit", "10"));
        var (room, _) = await world.GivenRoomAsync();
        await replica.KnowsAsync(room.Id, open: true);
        for (var n = 0; n < 3; n++)
            await replica.GivenCustomer(address: "203.0.113.23").JoinsAsync(room.Id);

        // So many that what runs into the bucket meanwhile makes no difference.
        var challenges = new List<Work>();
        for (var n = 0; n < 40; n++)
        {
            var customer = replica.GivenCustomer(address: "203.0.113.23");
            var refused = await customer.TryJoinAsync(room.Id);
            if (refused.IsSuccessStatusCode)
                continue;

            var challenge = await Work.ReadAsync(refused);
            var stolen = await replica.GivenCustomer(address: "203.0.113.23").TryJoinAsync(room.Id, challenge.Answer());
            if (stolen.IsSuccessStatusCode)
                continue;

            challenges.Add(challenge);
            (await stolen.CodeAsync()).ShouldBe("403 challenge_required", "an answer is its customer's");
            using var joined = await customer.TryJoinAsync(room.Id, challenge.Answer());
            ((int)joined.StatusCode).ShouldBe(201);
        }

        challenges.Count.ShouldBeGreaterThan(10);
        challenges[0].Bits.ShouldBe(8);
        challenges.Max(challenge => challenge.Bits).ShouldBeGreaterThan(8);
    }

    /// <summary>What a limit of one a second lets through, however slow the machine is.</summary>
    static int Most(int burst, Stopwatch since) => burst + (int)since.Elapsed.TotalSeconds + 1;
}
