using Ticketing.Core.Seats.Holds;
using Ticketing.Core.Seats.Showings;

namespace Ticketing.Tests.Seats;

/// <summary>However many guests somebody is, a network holds its share of a hall and no more.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.3")]
public sealed class NetworkLimitTests(SeatServices services) : IClassFixture<SeatServices>
{
    const string Network = "203.0.113.7";

    /// <summary>Of any work that can be asked for.</summary>
    const int AllBits = 64;

    /// <summary>The hall of the review, in which one address got 88 of 92 seats.</summary>
    const int Hall = 92;

    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Asvs", "V11.1.6")]
    public async Task Holds_OfTwentyGuestsOfOneNetwork_TakeItsShareOfTheHall(bool isLimited)
    {
        (string, object)[] settings = isLimited
            ? []
            : [(nameof(SeatHoldOptions.MaxSeatsPerNetwork), 1_000_000), (nameof(SeatHoldOptions.MaxPercentPerNetwork), 100)];
        SeatReplica[] replicas = [services.AddReplica(settings: settings), services.AddReplica(settings: settings)];
        var showing = await services.GivenShowingAsync(Hall);

        var results = await Task.WhenAll(Enumerable.Range(0, Hall / 4).Select(guest =>
            replicas[guest % 2].TakeAsync(showing.Id, Guest(), [.. Enumerable.Range(guest * 4, 4)])));

        var held = results.OfType<TakeResult.Held>().Sum(result => result.Hold.Seats.Count);
        // The control is what was found before there was a limit.
        held.ShouldBe(isLimited ? 20 : Hall);
        results.Where(result => result is not TakeResult.Held).ShouldAllBe(result => result is TakeResult.NetworkLimitReached);
        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(held);
        (await replica.TakeAsync(showing.Id, new Asker(customer, "203.0.113.8"), Free(await replica.StatesAsync(showing.Id))))
            .GetType().ShouldBe(isLimited ? typeof(TakeResult.Held) : typeof(TakeResult.SeatsTaken));
    }

    [Theory]
    [InlineData(300, 20)]
    [InlineData(80, 20)]
    [InlineData(40, 10)]
    [InlineData(12, 8)]
    public async Task Network_GetsAQuarterOfASmallHall_AndAlwaysWhatOneCustomerGets(int hall, int share)
    {
        var showing = await services.GivenShowingAsync(hall);

        for (var seat = 0; seat < share; seat++)
            await replica.TakesAsync(showing.Id, Guest(), seat);

        (await replica.TakeAsync(showing.Id, Guest(), share)).ShouldBeOfType<TakeResult.NetworkLimitReached>();
        (await replica.Holds.TakeBestAsync(showing.Id, Guest(), new BestAvailable(1), null, default)).ShouldBeOfType<TakeResult.NetworkLimitReached>();
    }

    [Fact]
    public async Task Network_ThatIsNotCounted_MayHoldAll()
    {
        var showing = await services.GivenShowingAsync(Hall);

        for (var guest = 0; guest < Hall / 4; guest++)
            await replica.TakesAsync(showing.Id, Guid.NewGuid(), [.. Enumerable.Range(guest * 4, 4)]);
    }

    /// <summary>Somebody else of the network gets in as soon as seats are not kept unpaid any more, however that came.</summary>
    [Theory]
    [InlineData("released")]
    [InlineData("expired")]
    [InlineData("bought")]
    [InlineData("booking freed")]
    [InlineData("booking forgotten")]
    public async Task Network_WhenAHoldEnds_HasItsSeatsBack(string how)
    {
        var showing = await services.GivenShowingAsync(seats: 12);
        var hold = await replica.TakesAsync(showing.Id, new Asker(customer, Network), 0, 1, 2, 3, 4, 5, 6, 7);
        var booking = Guid.CreateVersion7();
        if (how.StartsWith("bo", StringComparison.Ordinal))
        {
            (await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, booking, hold.ExpiresAt, default))
                .ShouldBeOfType<AttachResult.Attached>().Network.ShouldBe(Network);
        }

        (await replica.TakeAsync(showing.Id, Guest(), 10, 11)).ShouldBeOfType<TakeResult.NetworkLimitReached>("until then it is unpaid");

        await (how switch
        {
            "released" => replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, default),
            "bought" => replica.States.MarkSoldAsync(showing.Id, booking, SeatEpochs(), default),
            "booking freed" => replica.States.MarkFreeAsync(showing.Id, booking, SeatEpochs(), default),
            _ => replica.ExpireAsync(showing.Id, hold.Id),
        });

        await replica.TakesAsync(showing.Id, Guest(), 10, 11);
        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(2);
        // A message that comes twice gives nothing back twice.
        await replica.States.MarkSoldAsync(showing.Id, booking, SeatEpochs(), default);
        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(2);

        IReadOnlyList<Core.Bookings.SeatEpoch> SeatEpochs() => [.. hold.Seats.Select(seat => new Core.Bookings.SeatEpoch(seat, 100 + seat))];
    }

    [Fact]
    public async Task Network_WhenABookingIsNotStored_StillHoldsItsSeats()
    {
        var showing = await services.GivenShowingAsync(seats: 12);
        var hold = await replica.TakesAsync(showing.Id, new Asker(customer, Network), 0, 1);
        var booking = Guid.CreateVersion7();

        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, booking, hold.ExpiresAt, default);
        await replica.Holds.DetachAsync(showing.Id, hold.Id, booking, default);

        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(2);
        await replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, default);
        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(0);
    }

    /// <summary>What PostgreSQL has of unpaid bookings counts again, once; holds are lost with Redis, and count for nobody.</summary>
    [Fact]
    public async Task Network_WhenRedisWasEmptied_HasItsUnpaidBookings()
    {
        var showing = await services.GivenShowingAsync(seats: 12);
        var unpaid = await services.GivenBookingAsync(showing, [0, 1, 2], network: Network);
        await services.GivenBookingAsync(showing, [3, 4], network: Network, became: booking => booking.Confirm());
        await replica.TakesAsync(showing.Id, Guest(), 5, 6);
        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(5);

        await replica.EmptyRedisAsync();
        await replica.StatesAsync(showing.Id);
        await replica.Reconciliation.ReconcileAsync(showing.Id, default);

        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(3);
        await replica.TakesAsync(showing.Id, Guest(), 5, 6, 7, 8, 9);
        (await replica.TakeAsync(showing.Id, Guest(), 11)).ShouldBeOfType<TakeResult.NetworkLimitReached>();
        await replica.States.MarkFreeAsync(showing.Id, unpaid.Id, unpaid.Epochs(showing), default);
        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(5);
    }

    /// <summary>A booking that was committed while its showing was being built.</summary>
    [Fact]
    public async Task Network_WhenABookingIsFoundMissing_HasItsSeatsOnce()
    {
        var showing = await services.GivenShowingAsync(seats: 12);
        await replica.StatesAsync(showing.Id);
        await services.GivenBookingAsync(showing, [0, 1, 2], network: Network);

        await replica.Reconciliation.ReconcileAsync(showing.Id, default);
        await replica.Reconciliation.ReconcileAsync(showing.Id, default);

        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(3);
    }

    /// <summary>
    /// While a release is rolled out, the one before it ends holds and knows of no networks; it takes whatever has a deadline for a hold.
    /// </summary>
    [Fact]
    public async Task Network_WhenAReleaseThatKnowsNoneRanBeside_IsCountedAnew()
    {
        var showing = await services.GivenShowingAsync(seats: 12);
        await replica.TakesAsync(showing.Id, Guest(), 0, 1);
        var givenBack = await replica.TakesAsync(showing.Id, new Asker(customer, Network, AllBits), 4);
        await replica.Holds.ReleaseAsync(showing.Id, givenBack.Id, customer, default);
        var (redis, keys) = (replica.Redis.GetDatabase(), ShowingKeys.Of(showing.Id));
        (await redis.SortedSetLengthAsync(keys[1])).ShouldBe(1, "what is remembered of unpaid holds is no hold");
        await redis.HashIncrementAsync(keys[0], $"network:{Network}", 3);
        await redis.HashSetAsync(keys[0], "network:203.0.113.99", 5);

        (await replica.Reconciliation.ReconcileAsync(showing.Id, default)).ShouldBe(2);

        (await replica.CountedAsync(showing.Id, Network)).ShouldBe(2);
        (await redis.HashExistsAsync(keys[0], "network:203.0.113.99")).ShouldBeFalse();
        (await replica.Reconciliation.ReconcileAsync(showing.Id, default)).ShouldBe(0);
    }

    /// <summary>The work grows with what the network holds; one customer alone never works.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.4")]
    public async Task Network_BeyondOneCustomersSeats_HasToWorkMoreAndMore()
    {
        var showing = await services.GivenShowingAsync(Hall);
        await replica.TakesAsync(showing.Id, new Asker(customer, Network), 0, 1, 2, 3, 4, 5, 6, 7);

        foreach (var (seats, bits) in ((int[], int)[])[([8, 9, 10, 11], 16), ([12, 13, 14, 15], 17), ([16, 17, 18, 19], 18)])
        {
            var guest = new Asker(Guid.NewGuid(), Network);
            (await replica.TakeAsync(showing.Id, guest, seats)).ShouldBeOfType<TakeResult.ChallengeRequired>().Bits.ShouldBe(bits);
            (await replica.TakeAsync(showing.Id, guest with { ProvenBits = bits - 1 }, seats)).ShouldBeOfType<TakeResult.ChallengeRequired>();
            await replica.TakesAsync(showing.Id, guest with { ProvenBits = bits }, seats);
        }

        (await replica.TakeAsync(showing.Id, Guest(), 20)).ShouldBeOfType<TakeResult.NetworkLimitReached>("no work buys more than the share");
    }

    static int[] Free(string states) => states.IndexOf("aa", StringComparison.Ordinal) is >= 0 and var left ? [left, left + 1] : [0, 1];

    static Asker Guest() => new(Guid.NewGuid(), Network, AllBits);
}
