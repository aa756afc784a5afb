using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>Whoever keeps seats from others and does not pay waits longer and longer.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.2")]
public sealed class PauseTests(SeatServices services) : IClassFixture<SeatServices>
{
    const string Network = "2001:db8:0:7::";

    static readonly TimeSpan First = TimeSpan.FromHours(1);

    /// <summary>Between the end of a hold and the answer.</summary>
    static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    readonly SeatReplica replica = services.AddReplica(settings:
    [
        (nameof(SeatHoldOptions.FirstPause), First), (nameof(SeatHoldOptions.LongestPause), First * 4),
        (nameof(SeatHoldOptions.UnpaidPerNetwork), 6), (nameof(SeatHoldOptions.UnpaidRememberedFor), First * 8),
    ]);

    readonly Guid customer = Guid.NewGuid();

    /// <summary>With the settings as they are delivered.</summary>
    [Fact]
    public async Task Customer_WhoChangesTheirMindThreeTimes_NeverWaits()
    {
        var asker = new Asker(customer, Network);
        var showing = await services.GivenShowingAsync();

        for (var mind = 0; mind < 4; mind++)
        {
            var hold = await services.Replica.TakesAsync(showing.Id, asker, 0);
            await services.Replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, default);
        }

        // Nor long, whoever goes on.
        await Eventually.BecomesAsync(() => services.Replica.TakeAsync(showing.Id, asker, 0), result => result is TakeResult.Held);
    }

    /// <summary>Each further hold that ends unpaid makes it twice as long, up to the longest.</summary>
    [Theory]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(6, 4)]
    [InlineData(8, 4)]
    public async Task Pause_AfterUnpaidHolds_Doubles(int unpaid, int pauses)
    {
        var showing = await services.GivenShowingAsync();
        await GivenUnpaidAsync(showing.Id, customer, unpaid);

        var paused = (await replica.TakeAsync(showing.Id, customer, 0)).ShouldBeOfType<TakeResult.Paused>();

        paused.For.ShouldBe(First * pauses, Tolerance);
        (await replica.Holds.TakeBestAsync(showing.Id, customer, new BestAvailable(1), null, default)).ShouldBeOfType<TakeResult.Paused>();
        await replica.TakesAsync(showing.Id, Guid.NewGuid(), 0);
        await replica.TakesAsync((await services.GivenShowingAsync()).Id, customer, 0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pause_WhenTheCustomerBuys_IsOverAndForgotten(bool sold)
    {
        var showing = await services.GivenShowingAsync();
        var hold = await replica.TakesAsync(showing.Id, new Asker(customer, Network), 0);
        var booking = Guid.CreateVersion7();
        await replica.Holds.AttachAsync(showing.Id, hold.Id, customer, booking, hold.ExpiresAt, default);
        await GivenUnpaidAsync(showing.Id, customer, 4, Network);
        (await replica.TakeAsync(showing.Id, customer, 1)).ShouldBeOfType<TakeResult.Paused>();

        await (sold
            ? replica.States.MarkSoldAsync(showing.Id, booking, [new(0, 100)], default)
            : replica.States.MarkFreeAsync(showing.Id, booking, [new(0, 100)], default));

        if (!sold)
        {
            (await replica.TakeAsync(showing.Id, customer, 1)).ShouldBeOfType<TakeResult.Paused>().For.ShouldBe(First * 2, Tolerance);
            return;
        }

        await GivenUnpaidAsync(showing.Id, customer, 3, Network);
        await replica.TakesAsync(showing.Id, customer, 1);
    }

    /// <summary>A guest more costs nothing, so what each lets go counts for the network too.</summary>
    [Fact]
    public async Task Pause_WhenEachHoldIsAnotherGuests_IsTheNetworks()
    {
        var showing = await services.GivenShowingAsync();
        for (var guest = 0; guest < 7; guest++)
            await GivenUnpaidAsync(showing.Id, Guid.NewGuid(), 1, Network);

        (await replica.TakeAsync(showing.Id, new Asker(Guid.NewGuid(), Network), 0)).ShouldBeOfType<TakeResult.Paused>().For.ShouldBe(First, Tolerance);
        await replica.TakesAsync(showing.Id, new Asker(Guid.NewGuid(), "2001:db8:0:8::"), 0);
    }

    [Fact]
    public async Task Pause_WhenTheGuestSignsIn_IsTheMembers()
    {
        var showing = await services.GivenShowingAsync();
        await GivenUnpaidAsync(showing.Id, customer, 4);

        (await replica.TakeAsync(showing.Id, new Asker(new HoldOwner(Guid.NewGuid(), customer)), 0)).ShouldBeOfType<TakeResult.Paused>().For.ShouldBe(First, Tolerance);
    }

    [Fact]
    public async Task Unpaid_WhenLongAgo_IsForgotten()
    {
        var forgetful = services.AddReplica(settings:
        [
            (nameof(SeatHoldOptions.FirstPause), First), (nameof(SeatHoldOptions.LongestPause), First),
            (nameof(SeatHoldOptions.UnpaidRememberedFor), TimeSpan.FromSeconds(8)),
        ]);
        var showing = await services.GivenShowingAsync();
        for (var hold = 0; hold < 4; hold++)
            await forgetful.Holds.ReleaseAsync(showing.Id, (await forgetful.TakesAsync(showing.Id, customer, 0)).Id, customer, default);
        (await forgetful.TakeAsync(showing.Id, customer, 0)).ShouldBeOfType<TakeResult.Paused>();

        await Eventually.BecomesAsync(() => forgetful.TakeAsync(showing.Id, customer, 0), result => result is TakeResult.Held);

        await Eventually.BecomesAsync(
            async () =>
            {
                await forgetful.Reconciliation.ReconcileAsync(showing.Id, default);
                return await forgetful.Redis.GetDatabase().HashExistsAsync($"showing:{{{showing.Id}}}", $"unpaid:{customer:N}");
            },
            kept => !kept);
    }

    /// <summary>Half of them released, half expired.</summary>
    async Task GivenUnpaidAsync(long showingId, Guid by, int holds, string? network = null)
    {
        // All first: later there would be a pause.
        List<SeatHold> taken = [];
        for (var n = 0; n < holds; n++)
            taken.Add(await replica.TakesAsync(showingId, new Asker(by, network), 20 + n));
        for (var n = 0; n < holds; n++)
        {
            if (n % 2 == 0)
                await replica.Holds.ReleaseAsync(showingId, taken[n].Id, by, default);
            else
                await replica.ExpireAsync(showingId, taken[n].Id);
        }

        await replica.StatesAsync(showingId);
    }
}
