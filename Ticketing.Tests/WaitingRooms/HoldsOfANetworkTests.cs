using System.Text.Json;

namespace Ticketing.Tests.WaitingRooms;

/// <summary>What networks may hold, as clients meet it: their address is what the proxy that we trust says.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.3")]
public sealed class HoldsOfANetworkTests(WaitingRoomWorld world) : IClassFixture<WaitingRoomWorld>
{
    static readonly (string, string)[] Delivered =
    [
        ("Holds:MaxSeatsPerNetwork", "20"), ("Holds:MaxPercentPerNetwork", "25"), ("Holds:UnpaidPerNetwork", "20"),
    ];

    /// <summary>One IPv6 customer has a /64, one IPv4 customer an address; what is mapped is IPv4.</summary>
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", "203.0.113.8")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")]
    [InlineData("198.51.100.4", "::ffff:198.51.100.4", "198.51.100.5")]
    public async Task Hold_OfTwentyGuestsOfOneNetwork_IsRefusedBeyondItsShare(string address, string same, string other)
    {
        WaitingRoomReplica[] replicas = [await world.AddReplicaAsync(Delivered), await world.AddReplicaAsync(Delivered)];
        foreach (var replica in replicas)
            await KnowsRoomsAsync(replica);
        var showing = await world.GivenShowingAsync(seats: 92);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n =>
            replicas[n % 2].GivenCustomer(address: n % 3 == 0 ? same : address).TryHoldAsync(showing.Id, [.. Enumerable.Range(n * 4, 4)])));

        answers.Count(answer => (int)answer.StatusCode == 201).ShouldBe(5);
        var refused = answers.Where(answer => (int)answer.StatusCode != 201).ToArray();
        refused.ShouldAllBe(answer => answer.Headers.RetryAfter != null);
        foreach (var answer in refused)
            (await answer.CodeAsync()).ShouldBe("429 network_limit_reached");
        ((int)(await replicas[0].GivenCustomer(address: other).TryHoldAsync(showing.Id, 80, 81)).StatusCode).ShouldBe(201);
    }

    [Fact]
    public async Task Hold_OfAnExemptNetwork_IsNotCounted()
    {
        var replica = await world.AddReplicaAsync([.. Delivered, ("RateLimits:ExemptNetworks:0", "203.0.113.0/24"), ("RateLimits:ExemptNetworks:1", "2001:db8::/56")]);
        await KnowsRoomsAsync(replica);
        var showing = await world.GivenShowingAsync(seats: 92);

        for (var n = 0; n < 22; n++)
        {
            var kiosk = replica.GivenCustomer(address: n % 2 == 0 ? "203.0.113.99" : "2001:db8:0:7::1");
            ((int)(await kiosk.TryHoldAsync(showing.Id, [.. Enumerable.Range(n * 4, 4)])).StatusCode).ShouldBe(201);
        }
    }

    [Theory]
    [InlineData("203.0.113.7/99")]
    [InlineData("the box office")]
    [InlineData("2001:db8:0:7::1/128")]
    public async Task Exemption_OfSomethingThatIsNoNetwork_DoesNotStart(string network) =>
        (await Should.ThrowAsync<Exception>(() => world.AddReplicaAsync(("RateLimits:ExemptNetworks:0", network)))).Message.ShouldContain(network);

    [Fact]
    [Trait("Asvs", "V11.1.4")]
    public async Task Hold_BeyondOneCustomersSeats_IsHadForWork_Once()
    {
        var replica = await world.AddReplicaAsync([.. Delivered, ("Holds:ChallengeBits", "10")]);
        await KnowsRoomsAsync(replica);
        var showing = await world.GivenShowingAsync(seats: 92);
        const string address = "203.0.113.30";
        ((int)(await replica.GivenCustomer(address: address).TryHoldAsync(showing.Id, 0, 1, 2, 3, 4, 5, 6, 7)).StatusCode).ShouldBe(201, "no ordinary customer works");
        var customer = replica.GivenCustomer(address: address);

        var work = await Work.ReadAsync(await customer.TryHoldAsync(showing.Id, "a-key", null, 8, 9));

        work.Bits.ShouldBe(10);
        string[] wrong = [work.Answer(isRight: false), "", ".", "x.1", $"{work.Challenge}", $"{work.Answer()}{new string('0', 100)}", $"A{work.Answer()[1..]}"];
        foreach (var answer in wrong)
            await Work.ReadAsync(await customer.TryHoldAsync(showing.Id, "a-key", answer, 8, 9));
        await Work.ReadAsync(await customer.TryHoldAsync(showing.Id, "another-key", work.Answer(), 8, 9));
        await Work.ReadAsync(await customer.TryHoldAsync(showing.Id, key: null, work.Answer(), 8, 9));
        await Work.ReadAsync(await replica.GivenCustomer(address: address).TryHoldAsync(showing.Id, "a-key", work.Answer(), 8, 9));

        var first = await HoldIdAsync(await customer.TryHoldAsync(showing.Id, "a-key", work.Answer(), 8, 9));
        (await HoldIdAsync(await customer.TryHoldAsync(showing.Id, "a-key", work.Answer(), 8, 9))).ShouldBe(first, "an answer is good for one hold");
        (await (await customer.TryHoldAsync(showing.Id, "a-key", work.Answer(), 10, 11)).CodeAsync()).ShouldBe("422 idempotency_key_reused");
    }

    [Fact]
    [Trait("Asvs", "V11.1.2")]
    public async Task Hold_AfterManyUnpaidOnes_HasToWait()
    {
        var replica = await world.AddReplicaAsync([.. Delivered, ("Holds:FirstPause", "01:00:00"), ("Holds:LongestPause", "02:00:00"), ("Holds:UnpaidRememberedFor", "03:00:00")]);
        await KnowsRoomsAsync(replica);
        var showing = await world.GivenShowingAsync();
        var customer = replica.GivenCustomer();
        for (var n = 0; n < 4; n++)
            await customer.ReleasesAsync(showing.Id, await HoldIdAsync(await customer.TryHoldAsync(showing.Id, 0, 1)));

        var refused = await customer.TryHoldAsync(showing.Id, 0, 1);

        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
        (await refused.CodeAsync()).ShouldBe("429 hold_paused");
        ((int)(await replica.GivenCustomer().TryHoldAsync(showing.Id, 0, 1)).StatusCode).ShouldBe(201);
    }

    /// <summary>The gate knows which rooms there are.</summary>
    static Task<bool> KnowsRoomsAsync(WaitingRoomReplica replica) =>
        Eventually.BecomesAsync(() => Task.FromResult(replica.Rooms.AreKnown), known => known);

    static async Task<string> HoldIdAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            ((int)answer.StatusCode).ShouldBe(201, body);
            return JsonDocument.Parse(body).RootElement.GetProperty("holdId").GetString()!;
        }
    }
}
