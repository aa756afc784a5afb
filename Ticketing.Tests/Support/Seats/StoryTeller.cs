using Ticketing.Core.Bookings;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Support.Seats;

/// <summary>Does each step to the store and to the model, and compares what they say.</summary>
sealed class StoryTeller(SeatReplica replica, long showingId, ModelHall hall)
{
    readonly Guid[] customers = [.. Enumerable.Range(0, 4).Select(_ => Guid.NewGuid())];
    readonly List<ModelHold> everHeld = [];
    readonly Dictionary<ModelHold, (string Key, int[] Seats)> named = [];
    long lastEpoch = 100;

    public ModelHall Hall => hall;

    public Task TellAsync(SeatStep step) => step.Deed switch
    {
        Deed.Take => TakeAsync(step),
        Deed.TakeBest => TakeBestAsync(step),
        Deed.Sweep => SweepAsync(),
        _ when everHeld.Count == 0 => SweepAsync(),
        _ => TellOfHoldAsync(step, everHeld[step.Which % everHeld.Count]),
    };

    Task TellOfHoldAsync(SeatStep step, ModelHold hold) => step.Deed switch
    {
        Deed.Repeat => RepeatAsync(hold),
        Deed.Renew => RenewAsync(hold, customers[step.Who]),
        Deed.Release => ReleaseAsync(hold, step.Who),
        Deed.Attach => AttachAsync(hold),
        Deed.Detach => DetachAsync(hold),
        Deed.Expire => ExpireAsync(hold),
        _ => SettleAsync(hold, step.Deed == Deed.Sold),
    };

    async Task TakeAsync(SeatStep step)
    {
        var first = step.Which % hall.States.Length;
        int[] seats = [.. Enumerable.Range(0, step.Size).Select(n => first + n * (step.Scattered ? 2 : 1)).Where(seat => seat < hall.States.Length)];
        var expected = hall.Take(step.Who, seats);
        var key = $"key {everHeld.Count}";

        var result = await replica.Holds.TakeAsync(showingId, AskerOf(step.Who), seats, key, CancellationToken.None);

        result.GetType().Name.ShouldBe(expected);
        if (result is TakeResult.SeatsOrphaned orphaned)
            orphaned.Seats.ShouldBe(hall.OrphansOf(seats));
        if (result is TakeResult.Held held)
            named[Hold(step.Who, held.Hold)] = (key, seats);
    }

    async Task TakeBestAsync(SeatStep step)
    {
        var expected = hall.Best(step.Who, step.Size, out var sizes);

        var result = await replica.Holds.TakeBestAsync(
            showingId, AskerOf(step.Who), new BestAvailable(step.Size), idempotencyKey: null, CancellationToken.None);

        result.GetType().Name.ShouldBe(expected);
        if (result is not TakeResult.Held { Hold: var held })
            return;

        held.Seats.Count.ShouldBe(step.Size);
        held.Seats.ShouldAllBe(seat => hall.States[seat] == 'a');
        hall.OrphansOf([.. held.Seats]).ShouldBeEmpty();
        if (sizes!.Count == 1)
            (held.Seats[^1] - held.Seats[0]).ShouldBe(step.Size - 1);
        Hold(step.Who, held);
    }

    Asker AskerOf(int customer) => new(customers[customer], ModelHall.NetworkOf(customer));

    ModelHold Hold(int customer, SeatHold held)
    {
        hall.Hold(customer, held.Id, held.Seats);
        everHeld.Add(hall.Holds[^1]);
        return hall.Holds[^1];
    }

    async Task RepeatAsync(ModelHold hold)
    {
        if (!named.TryGetValue(hold, out var request) || !hall.Holds.Contains(hold) || hold.Expired)
            return;

        hall.FreeExpired();
        var again = await replica.Holds.TakeAsync(showingId, AskerOf(hold.Customer), request.Seats, request.Key, CancellationToken.None);
        again.ShouldBeOfType<TakeResult.Held>().Hold.Id.ShouldBe(hold.Id);
        (await replica.Holds.TakeAsync(showingId, AskerOf(hold.Customer), [.. request.Seats, hall.States.Length], request.Key, CancellationToken.None))
            .ShouldBe(new TakeResult.KeyReused());
    }

    async Task RenewAsync(ModelHold hold, Guid by)
    {
        hall.FreeExpired();
        var result = await replica.Holds.RenewAsync(showingId, hold.Id, by, CancellationToken.None);

        if (!hall.Holds.Contains(hold) || by != customers[hold.Customer])
            result.ShouldBe(new RenewResult.NotFound());
        else if (hold.Booking is not null)
            result.ShouldBe(new RenewResult.Attached());
        else
            result.ShouldBeOfType<RenewResult.Renewed>();
    }

    async Task ReleaseAsync(ModelHold hold, int by)
    {
        hall.FreeExpired();
        var result = await replica.Holds.ReleaseAsync(showingId, hold.Id, customers[by], CancellationToken.None);

        if (!hall.Holds.Contains(hold) || by != hold.Customer)
        {
            result.ShouldBeOfType<ReleaseResult.NotFound>();
        }
        else if (hold.Booking is not null)
        {
            result.ShouldBeOfType<ReleaseResult.Attached>();
        }
        else
        {
            result.ShouldBeOfType<ReleaseResult.Released>();
            hall.End(hold, paid: false);
        }
    }

    async Task AttachAsync(ModelHold hold)
    {
        hall.FreeExpired();
        var booking = Guid.NewGuid();
        var result = await replica.Holds.AttachAsync(
            showingId, hold.Id, customers[hold.Customer], booking, TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10), CancellationToken.None);

        if (!hall.Holds.Contains(hold))
        {
            result.ShouldBe(new AttachResult.NotFound());
        }
        else if (hold.Booking is not null)
        {
            result.ShouldBe(new AttachResult.AttachedToAnother());
        }
        else
        {
            result.ShouldBeOfType<AttachResult.Attached>().Seats.ShouldBe(hold.Seats);
            hall.Attach(hold, booking);
        }
    }

    async Task DetachAsync(ModelHold hold)
    {
        hall.FreeExpired();
        var detached = await replica.Holds.DetachAsync(showingId, hold.Id, hold.Booking ?? Guid.NewGuid(), CancellationToken.None);

        detached.ShouldBe(hall.Holds.Contains(hold) && hold.Booking is not null);
        if (detached)
            hall.Detach(hold);
    }

    /// <summary>Each booking's seats get epochs once; a second message about it names the same.</summary>
    async Task SettleAsync(ModelHold hold, bool sold)
    {
        if (hold.Booking is not { } booking)
            return;

        hall.FreeExpired();
        hold.Epoch ??= ++lastEpoch;
        IEnumerable<SeatEpoch> seats = hold.Seats.Select(seat => new SeatEpoch(seat, hold.Epoch.Value));
        await (sold
            ? replica.States.MarkSoldAsync(showingId, booking, seats, CancellationToken.None)
            : replica.States.MarkFreeAsync(showingId, booking, seats, CancellationToken.None));
        hall.Settle(hold, sold, hold.Epoch.Value);
    }

    /// <summary>Moves a hold's end into the past. Nobody notices before the next call.</summary>
    async Task ExpireAsync(ModelHold hold)
    {
        if (!hall.Holds.Contains(hold))
            return;

        hold.Expired = true;
        await replica.ExpireAsync(showingId, hold.Id);
    }

    async Task SweepAsync()
    {
        await replica.States.ReadAsync(showingId, CancellationToken.None);
        hall.FreeExpired();
    }
}
