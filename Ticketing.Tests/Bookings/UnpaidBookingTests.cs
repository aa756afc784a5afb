using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Bookings;

/// <summary>Nobody keeps seats of many showings by booking and not paying.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V11.1.3")]
public sealed class UnpaidBookingTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly string network = $"net-{Guid.NewGuid():N}";
    readonly string email = $"{Guid.NewGuid():N}@customers.example";
    readonly Customer customer = BookingWorld.GivenCustomer();
    BookingWorld world = null!;

    public async Task InitializeAsync() =>
        world = await BookingWorld.StartAsync(app, nameof(UnpaidBookingTests), settings: [("Bookings:PendingPerCustomer", "2"), ("Bookings:PendingPerNetwork", "3")]);

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Place_WhenTheCustomerHasAsManyUnpaidAsMayBe_IsRefused_UntilOneEnds()
    {
        var first = BookingWorld.Placed(await PlaceAsync(email));
        BookingWorld.Placed(await PlaceAsync($"other-{email}"));

        (await PlaceAsync(email)).ShouldBeProblem(409, "too_many_unpaid_bookings");
        (await PlaceAsync($"other-{email}")).ShouldBeProblem(409, "too_many_unpaid_bookings");

        await world.ReadAsync(async context =>
        {
            (await context.Bookings.FindAsync(first.Id))!.TryCallOff(Core.Bookings.Actor.Payments, "test", world.Clock.GetUtcNow()).ShouldBeTrue();
            return await context.SaveChangesAsync();
        });
        BookingWorld.Placed(await PlaceAsync(email));
    }

    /// <summary>Anybody may write down anybody's address.</summary>
    [Fact]
    public async Task Place_WhenStrangersHaveUnpaidBookingsWithAnAddress_TakesItsOwners()
    {
        for (var n = 0; n < 3; n++)
            BookingWorld.Placed(await PlaceAsync(email, by: BookingWorld.GivenCustomer()));

        BookingWorld.Placed(await PlaceAsync(email));
    }

    /// <summary>Each waits for the customer's others: one at a time sees what the others have.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.6")]
    public async Task Place_WhenManyComeAtOnceFromOneCustomer_TakesAsManyAsMayBe()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PlaceAsync(email)));

        answers.OfType<Created<BookingResponse>>().Count().ShouldBe(2);
        foreach (var refused in answers.OfType<ProblemHttpResult>())
            refused.ShouldBeProblem(409, "too_many_unpaid_bookings");
    }

    /// <summary>What the guest is booking at the moment of the sign-in comes first, so that it is counted.</summary>
    [Fact]
    [Trait("Asvs", "V11.1.6")]
    public async Task Place_WhenTheMemberHasUnpaidOnesAsTheGuestOfBefore_CountsThem()
    {
        var member = new Customer(Guid.NewGuid(), IsMember: true, email) { FormerGuestId = customer.Id };
        BookingWorld.Placed(await PlaceAsync(email));
        BookingWorld.Placed(await PlaceAsync(email, by: member));
        (await PlaceAsync(email, by: member)).ShouldBeProblem(409, "too_many_unpaid_bookings");

        var (guest, twin) = (BookingWorld.GivenCustomer(), BookingWorld.GivenCustomer());
        BookingWorld.Placed(await PlaceAsync(email, by: guest));
        var beingPlaced = BookingWorld.Placed(await PlaceAsync(email, by: twin)).Id;
        var answer = await world.ReadAsync(async context =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await context.LockAsync([PlaceBooking.LockOfPending(guest.Id)], default);
            var asking = PlaceAsync(email, by: new Customer(Guid.NewGuid(), IsMember: true, email) { FormerGuestId = guest.Id });
            await Eventually.BecomesAsync(
                () => context.Database.SqlQuery<bool>(
                    // Not pg_stat_activity: a transaction sees no connection in it that was opened after its first look.
                    $"SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))) AS \"Value\"").SingleAsync(),
                isBlocked => isBlocked || asking.IsCompleted);
            await context.Bookings.Where(b => b.Id == beingPlaced).ExecuteUpdateAsync(b => b.SetProperty(own => own.CustomerId, guest.Id));
            await transaction.CommitAsync();
            return await asking;
        });

        answer.ShouldBeProblem(409, "too_many_unpaid_bookings");
    }

    [Fact]
    public async Task Place_WhenTheNetworkHasAsManyUnpaidAsMayBe_IsRefusedAndLeavesTheHold()
    {
        for (var n = 0; n < 3; n++)
            BookingWorld.Placed(await PlaceAsync($"{n}-{email}", network, BookingWorld.GivenCustomer()));
        var hold = await HoldAsync(customer.Id, network);

        (await world.PlaceAsync(BookingWorld.OrderOf(hold, email), customer)).ShouldBeProblem(409, "too_many_unpaid_bookings");

        BookingWorld.Placed(await PlaceAsync($"other-{email}"));
        (await world.Holds.ReleaseAsync(hold.ShowingId, hold.Id, customer.Id, default)).ShouldBeOfType<ReleaseResult.Released>("the hold is the customer's still");
        (await world.ReadAsync(context => context.Bookings.CountAsync(b => b.Network == network))).ShouldBe(3);
    }

    async Task<IResult> PlaceAsync(string to, string? from = null, Customer? by = null)
    {
        by ??= customer;
        return await world.PlaceAsync(BookingWorld.OrderOf(await HoldAsync(by.Id, from), to), by);
    }

    async Task<SeatHold> HoldAsync(Guid customer, string? from) =>
        (await world.Holds.TakeAsync((await world.GivenShowingAsync()).Id, new Asker(customer, from), [0, 1], null, default)).ShouldBeOfType<TakeResult.Held>().Hold;
}
