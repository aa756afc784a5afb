using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

public sealed class AttachTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();
    readonly Guid booking = Guid.CreateVersion7();

    [Fact]
    public async Task Attach_WhenRepeatedForTheSameBooking_AnswersTheSame()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 5, 4);

        foreach (var _ in Enumerable.Range(0, 3))
            (await AttachAsync(showing.Id, hold.Id, customer, booking)).ShouldBeOfType<AttachResult.Attached>().Seats.ShouldBe([4, 5]);

        (await replica.StatesAsync(showing.Id)).ShouldBe("aaaass");
    }

    [Fact]
    public async Task Attach_WhenAnotherBookingHasTheHold_IsRefused()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await AttachAsync(showing.Id, hold.Id, customer, booking);

        (await AttachAsync(showing.Id, hold.Id, customer, Guid.NewGuid())).ShouldBe(new AttachResult.AttachedToAnother());
    }

    [Fact]
    public async Task Attach_WhenHoldIsForeignOrUnknown_FindsNothing()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);

        (await AttachAsync(showing.Id, hold.Id, Guid.NewGuid(), booking)).ShouldBe(new AttachResult.NotFound());
        (await AttachAsync(showing.Id, "no such hold", customer, booking)).ShouldBe(new AttachResult.NotFound());
        (await AttachAsync(long.MaxValue, hold.Id, customer, booking)).ShouldBe(new AttachResult.NotFound());

        (await replica.StatesAsync(showing.Id)).ShouldBe("haaaaa");
    }

    [Fact]
    public async Task Attach_WhenTwoBookingsRace_OneGetsTheHold()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AttachAsync(showing.Id, hold.Id, customer, Guid.NewGuid())));

        results.OfType<AttachResult.Attached>().Count().ShouldBe(1);
        results.OfType<AttachResult.AttachedToAnother>().Count().ShouldBe(19);
    }

    [Fact]
    public async Task Release_WhenABookingHasTheHold_IsRefused()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await AttachAsync(showing.Id, hold.Id, customer, booking);

        (await replica.Holds.ReleaseAsync(showing.Id, hold.Id, customer, CancellationToken.None)).ShouldBeOfType<ReleaseResult.Attached>();

        (await replica.StatesAsync(showing.Id)).ShouldBe("saaaaa");
    }

    [Fact]
    public async Task Detach_WhenBookingWasNotStored_GivesTheHoldBackAsItWas()
    {
        var showing = await services.GivenShowingAsync(seats: 6);
        var hold = await replica.TakesAsync(showing.Id, customer, 0);
        await AttachAsync(showing.Id, hold.Id, customer, booking);

        (await replica.Holds.DetachAsync(showing.Id, hold.Id, Guid.NewGuid(), CancellationToken.None)).ShouldBeFalse();
        (await replica.Holds.DetachAsync(showing.Id, hold.Id, booking, CancellationToken.None)).ShouldBeTrue();
        (await replica.Holds.DetachAsync(showing.Id, hold.Id, booking, CancellationToken.None)).ShouldBeFalse();

        (await replica.StatesAsync(showing.Id)).ShouldBe("haaaaa");
        (await replica.Holds.FindAsync(showing.Id, hold.Id, customer, CancellationToken.None))!.ExpiresAt.ShouldBe(hold.ExpiresAt);
        (await AttachAsync(showing.Id, hold.Id, customer, Guid.NewGuid())).ShouldBeOfType<AttachResult.Attached>();
    }

    Task<AttachResult> AttachAsync(long showingId, string holdId, Guid by, Guid to) =>
        replica.Holds.AttachAsync(showingId, holdId, by, to, TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10), CancellationToken.None);
}
