using Ticketing.Core.Bookings;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Seats;

/// <summary>What bookings' messages do to seats, in whatever order and number they come.</summary>
public sealed class EpochTests(SeatServices services) : IClassFixture<SeatServices>
{
    readonly SeatReplica replica = services.Replica;
    readonly Guid customer = Guid.NewGuid();
    readonly Guid booking = Guid.CreateVersion7();
    readonly Guid nextBooking = Guid.CreateVersion7();

    [Fact]
    public async Task Sold_WhenBookingHasTheHold_EndsTheHoldAndCountsNoLongerForTheLimit()
    {
        var showingId = await GivenShowingAsync();
        await GivenAttachedAsync(showingId, booking, 0, 1, 2);

        await SoldAsync(showingId, booking, (0, 10), (1, 11), (2, 12));

        (await replica.StatesAsync(showingId)).ShouldBe("sssaaaaaaaaa");
        (await replica.TakeAsync(showingId, customer, 3, 4, 5, 6, 7, 8, 9, 10)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Free_WhenBookingHasTheHold_MakesItsSeatsAvailable()
    {
        var showingId = await GivenShowingAsync();
        await GivenAttachedAsync(showingId, booking, 0, 1);

        await FreeAsync(showingId, booking, (0, 10), (1, 11));

        (await replica.StatesAsync(showingId)).ShouldBe("aaaaaaaaaaaa");
    }

    [Fact]
    public async Task Messages_WhenDoubled_ChangeNothingMore()
    {
        var showingId = await GivenShowingAsync();
        await GivenAttachedAsync(showingId, booking, 0);
        await SoldAsync(showingId, booking, (0, 10));
        var version = (await replica.States.ReadAsync(showingId, CancellationToken.None))!.Version;

        await SoldAsync(showingId, booking, (0, 10));

        (await replica.States.ReadAsync(showingId, CancellationToken.None))!.Version.ShouldBe(version);
        await FreeAsync(showingId, booking, (0, 10));
        await FreeAsync(showingId, booking, (0, 10));
        (await replica.StatesAsync(showingId)).ShouldBe("aaaaaaaaaaaa");
    }

    [Fact]
    public async Task Sold_WhenItComesAfterTheSameBookingsFree_StaysFree()
    {
        var showingId = await GivenShowingAsync();

        await FreeAsync(showingId, booking, (0, 10));
        await SoldAsync(showingId, booking, (0, 10));

        (await replica.StatesAsync(showingId)).ShouldBe("aaaaaaaaaaaa");
    }

    [Fact]
    public async Task Free_WhenTheSeatIsSoldAgain_DoesNotTouchTheNewOwner()
    {
        var showingId = await GivenShowingAsync();
        await SoldAsync(showingId, nextBooking, (0, 20));

        await FreeAsync(showingId, booking, (0, 10));
        await SoldAsync(showingId, booking, (0, 10));

        (await replica.StatesAsync(showingId)).ShouldBe("saaaaaaaaaaa");
        await FreeAsync(showingId, nextBooking, (0, 20));
        (await replica.StatesAsync(showingId)).ShouldBe("aaaaaaaaaaaa");
    }

    [Fact]
    public async Task Free_WhenAnotherHoldsTheSeatNow_LeavesThatHoldAlone()
    {
        var showingId = await GivenShowingAsync();
        await SoldAsync(showingId, booking, (0, 10));
        await FreeAsync(showingId, booking, (0, 10));
        var hold = await replica.TakesAsync(showingId, customer, 0, 1);

        await FreeAsync(showingId, booking, (0, 10));
        await SoldAsync(showingId, booking, (0, 10));

        (await replica.StatesAsync(showingId)).ShouldBe("hhaaaaaaaaaa");
        (await replica.Holds.FindAsync(showingId, hold.Id, customer, CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Sold_WhenAnotherHoldsTheSeat_ShowsOnceThatHoldEnds()
    {
        var showingId = await GivenShowingAsync();
        var hold = await replica.TakesAsync(showingId, customer, 0, 1);

        await SoldAsync(showingId, booking, (0, 10));

        (await replica.StatesAsync(showingId)).ShouldBe("hhaaaaaaaaaa");
        await replica.Holds.ReleaseAsync(showingId, hold.Id, customer, CancellationToken.None);
        (await replica.StatesAsync(showingId)).ShouldBe("saaaaaaaaaaa");
    }

    [Fact]
    public async Task Messages_WhenShuffledAndDoubled_EndAsInOrder()
    {
        // Three bookings had the seat one after the other; the last one still has it.
        var showingId = await GivenShowingAsync();
        var bookings = Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7()).ToArray();
        Func<Task>[] messages =
        [
            () => SoldAsync(showingId, bookings[0], (0, 10)),
            () => FreeAsync(showingId, bookings[0], (0, 10)),
            () => FreeAsync(showingId, bookings[1], (0, 11)),
            () => SoldAsync(showingId, bookings[2], (0, 12)),
        ];

        for (var round = 0; round < 20; round++)
        {
            await replica.EmptyRedisAsync();
            Func<Task>[] shuffled = [.. messages, .. messages];
            Random.Shared.Shuffle(shuffled);
            foreach (var message in shuffled)
                await message();

            (await replica.StatesAsync(showingId)).ShouldBe("saaaaaaaaaaa");
        }
    }

    async Task<long> GivenShowingAsync() => (await services.GivenShowingAsync(seats: 12)).Id;

    async Task GivenAttachedAsync(long showingId, Guid bookingId, params int[] seats)
    {
        var hold = await replica.TakesAsync(showingId, customer, seats);
        await replica.Holds.AttachAsync(
            showingId, hold.Id, customer, bookingId, TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10), CancellationToken.None);
    }

    Task SoldAsync(long showingId, Guid bookingId, params (int Seat, long Epoch)[] seats) =>
        replica.States.MarkSoldAsync(showingId, bookingId, Epochs(seats), CancellationToken.None);

    Task FreeAsync(long showingId, Guid bookingId, params (int Seat, long Epoch)[] seats) =>
        replica.States.MarkFreeAsync(showingId, bookingId, Epochs(seats), CancellationToken.None);

    static IEnumerable<SeatEpoch> Epochs((int Seat, long Epoch)[] seats) => seats.Select(seat => new SeatEpoch(seat.Seat, seat.Epoch));
}
