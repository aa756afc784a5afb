using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Bookings;

public sealed class PlaceBookingTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly Customer customer = BookingWorld.GivenCustomer();
    BookingWorld world = null!;

    public async Task InitializeAsync() => world = await BookingWorld.StartAsync(app, nameof(PlaceBookingTests));

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Place_WhenSameKeyComesAgain_GivesTheSameAnswer()
    {
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3, 4);

        var first = BookingWorld.Placed(await world.PlaceAsync(order, customer, "key"));
        var second = BookingWorld.Placed(await world.PlaceAsync(order, customer, "key"));

        System.Text.Json.JsonSerializer.Serialize(second).ShouldBe(System.Text.Json.JsonSerializer.Serialize(first));
        (await world.ReadAsync(context => context.Bookings.CountAsync(b => b.CustomerId == customer.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task Place_WhenKeyComesWithAnotherBody_IsRefused()
    {
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3);
        BookingWorld.Placed(await world.PlaceAsync(order, customer, "key"));

        (await world.PlaceAsync(order with { Language = "en" }, customer, "key")).ShouldBeProblem(422, "idempotency_key_reused");
    }

    [Theory]
    [InlineData(FilmRating.Age15, Concession.Youth, true)]
    [InlineData(FilmRating.Age19, Concession.Youth, false)]
    [InlineData(FilmRating.Age19, Concession.Senior, true)]
    public async Task Place_WhenAConcessionIsAskedFor_HeedsTheRating(FilmRating rating, Concession concession, bool isAllowed)
    {
        var showing = await world.GivenShowingAsync();
        await world.GivenRatingAsync(showing, rating);
        var (_, order) = await world.GivenHoldAsync(showing, customer, 3, 4);

        var answer = await world.PlaceAsync(order with { Seats = [order.Seats[0], order.Seats[1] with { Concession = concession }] }, customer);

        if (isAllowed)
            BookingWorld.Placed(answer);
        else
            answer.ShouldBeProblem(400, "concession_not_allowed");
    }

    [Fact]
    public async Task Place_WhenTwentyRequestsWithOneKeyComeAtOnce_MakesOneBooking()
    {
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3, 4);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.PlaceAsync(order, customer, "key")));

        answers.Select(answer => BookingWorld.Placed(answer).Id).Distinct().Count().ShouldBe(1);
        (await world.ReadAsync(context => context.Bookings.CountAsync(b => b.CustomerId == customer.Id))).ShouldBe(1);
        (await world.ReadAsync(context => context.Bookings.Where(b => b.CustomerId == customer.Id).SelectMany(b => b.Seats).CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task Place_WhenTwentyKeysComeForOneHoldAtOnce_MakesOneBookingAndNamesIt()
    {
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3, 4);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.PlaceAsync(order, customer)));

        var placed = answers.OfType<Created<BookingResponse>>().ShouldHaveSingleItem().Value!;
        foreach (var refused in answers.OfType<ProblemHttpResult>())
            refused.ShouldBeProblem(409, "hold_already_booked")["bookingId"].ShouldBe(placed.Id);
        (await world.ReadAsync(context => context.Bookings.CountAsync(b => b.CustomerId == customer.Id))).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Place_WhenTheCommitsAnswerIsLost_MakesOneBooking(bool afterCommit)
    {
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3, 4);
        if (afterCommit)
            world.Commits.LoseNextAfter();
        else
            world.Commits.LoseNextBefore();

        var placed = BookingWorld.Placed(await world.PlaceAsync(order, customer));

        (await world.ReadAsync(context => context.Bookings.Where(b => b.CustomerId == customer.Id).Select(b => b.Id).ToListAsync())).ShouldBe([placed.Id]);
        (await world.BookingAsync(placed.Id)).Reference.ShouldBe(placed.Reference);
    }

    [Fact]
    public async Task Place_WhenAnEarlierRequestDiedAfterAttaching_CompletesTheBooking()
    {
        var showing = await world.GivenShowingAsync();
        var (hold, order) = await world.GivenHoldAsync(showing, customer, 3, 4);
        var bookingId = DerivedId.OfBooking(showing.Id, hold.Id);
        (await world.Holds.AttachAsync(showing.Id, hold.Id, customer.Id, bookingId, hold.ExpiresAt, default)).ShouldBeOfType<AttachResult.Attached>();

        BookingWorld.Placed(await world.PlaceAsync(order, customer, "a key of its own")).Id.ShouldBe(bookingId);
    }

    [Fact]
    public async Task Place_WhenDatabaseHasTheSeatSold_IsRefusedAndCorrectsTheMap()
    {
        var showing = await world.GivenShowingAsync();
        var (hold, order) = await world.GivenHoldAsync(showing, customer, 3, 4);
        // Redis does not know of this one: the database has the last word.
        await world.ReadAsync(context => LiveSeatIndexTests.BookAsync(context, showing, 4));

        (await world.PlaceAsync(order, customer)).ShouldBeProblem(409, "seat_taken");

        (await world.ReadAsync(context => context.Bookings.CountAsync(b => b.CustomerId == customer.Id))).ShouldBe(0);
        (await world.ReadAsync(context => context.IdempotentRequests.CountAsync(r => r.CustomerId == customer.Id))).ShouldBe(0);
        (await world.Holds.FindAsync(showing.Id, hold.Id, customer.Id, default)).ShouldBeNull();
        (await world.Holds.TakeAsync(showing.Id, Guid.NewGuid(), [4], null, default)).ShouldBeOfType<TakeResult.SeatsTaken>();
        (await world.Holds.TakeAsync(showing.Id, Guid.NewGuid(), [3], null, default)).ShouldBeOfType<TakeResult.Held>();
    }

    [Fact]
    public async Task Place_WhenSeatsAreNotTheHolds_LeavesTheHoldAlone()
    {
        var showing = await world.GivenShowingAsync();
        var (hold, order) = await world.GivenHoldAsync(showing, customer, 3, 4);

        (await world.PlaceAsync(order with { Seats = [new(3, Concession.Adult), new(5, Concession.Adult)] }, customer))
            .ShouldBeProblem(400, "seats_do_not_match_hold");

        (await world.Holds.ReleaseAsync(showing.Id, hold.Id, customer.Id, default)).ShouldBeOfType<ReleaseResult.Released>();
    }

    [Fact]
    public async Task Place_WhenHoldIsForeignOrUnknown_IsNotFound()
    {
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3);

        (await world.PlaceAsync(order, BookingWorld.GivenCustomer())).ShouldBeProblem(404, "hold_not_found");
        (await world.PlaceAsync(order with { HoldId = "unknown" }, customer)).ShouldBeProblem(404, "hold_not_found");
        (await world.PlaceAsync(order with { ShowingId = 999_999 }, customer)).ShouldBeProblem(404, "hold_not_found");
    }

    [Fact]
    public async Task Place_WhenCutoffHasPassed_IsRefused()
    {
        var showing = await world.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(3));
        var (_, order) = await world.GivenHoldAsync(showing, customer, 3);
        world.Clock.SetUtcNow(showing.CutoffAt);

        (await world.PlaceAsync(order, customer)).ShouldBeProblem(409, "sale_closed");
    }

    [Fact]
    public async Task Place_WhenShowingIsCancelled_IsRefused()
    {
        var showing = await world.GivenShowingAsync();
        var (_, order) = await world.GivenHoldAsync(showing, customer, 3);
        var now = world.Clock.GetUtcNow();
        await world.ReadAsync(context => context.Showings.Where(s => s.Id == showing.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.CancelledAt, now)));

        (await world.PlaceAsync(order, customer)).ShouldBeProblem(409, "showing_cancelled");
    }

    [Fact]
    public async Task Place_WhenCutoffIsNear_MustBePaidBefore()
    {
        var showing = await world.GivenShowingAsync(cutoffIn: TimeSpan.FromMinutes(7));
        var (_, order) = await world.GivenHoldAsync(showing, customer, 3);

        BookingWorld.Placed(await world.PlaceAsync(order, customer)).ExpiresAt.ShouldBe(showing.CutoffAt, TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Nobody has shown that the address of an unpaid booking is theirs.</summary>
    [Fact]
    public async Task Place_WhenOthersWroteTheAddressDown_LeavesItsOwnerAllSeats()
    {
        var showing = await world.GivenShowingAsync();
        for (var stranger = 0; stranger < 2; stranger++)
        {
            var guest = BookingWorld.GivenCustomer();
            var (hold, _) = await world.GivenHoldAsync(showing, guest, [.. Enumerable.Range(stranger * 8, 8)]);
            BookingWorld.Placed(await world.PlaceAsync(BookingWorld.OrderOf(hold, $"{customer.Id:N}@customers.example"), guest));
        }

        (await world.GivenBookingAsync(showing, customer, [.. Enumerable.Range(16, 8)])).Seats.Count.ShouldBe(8);
    }

    [Fact]
    public async Task Place_WhenTheAddressHasPaidForAllThatItMay_IsRefused()
    {
        var showing = await world.GivenShowingAsync();
        var paying = BookingWorld.GivenCustomer();
        var (hold, _) = await world.GivenHoldAsync(showing, paying, [.. Enumerable.Range(0, 8)]);
        // Another spelling is the same mailbox.
        var paid = BookingWorld.Placed(await world.PlaceAsync(BookingWorld.OrderOf(hold, $"{customer.Id:N}@CUSTOMERS.example"), paying));
        await world.PaysAsync(paid.Id, paying);

        var (_, order) = await world.GivenHoldAsync(showing, customer, 10, 11);

        (await world.PlaceAsync(order, customer)).ShouldBeProblem(409, "booking_limit_reached");
    }

    [Fact]
    public async Task Place_WhenPlaced_IsPricedByTheServer()
    {
        // 15:00 in Seoul on the Tuesday after next: the plan of these tests knows no holidays.
        var now = world.Clock.GetUtcNow();
        var tuesday = now.UtcDateTime.Date.AddDays(DayOfWeek.Tuesday - now.DayOfWeek + 14);
        var showing = await world.GivenShowingAsync(startsIn: new DateTimeOffset(tuesday.AddHours(6), TimeSpan.Zero) - now);
        var (_, order) = await world.GivenHoldAsync(showing, customer, 3, 4, 5, 6);
        OrderedSeat[] seats = [new(3, Concession.Adult), new(4, Concession.Youth), new(5, Concession.Senior), new(6, Concession.Disabled)];

        var placed = BookingWorld.Placed(await world.PlaceAsync(order with { Seats = seats }, customer));

        placed.Seats.Select(seat => seat.Price).ShouldBe([14_000, 11_000, 7_000, 7_000]);
        placed.Amount.ShouldBe(39_000);
        placed.Currency.ShouldBe("KRW");
        placed.Seats.Select(seat => seat.Label).ShouldBe(["A4", "A5", "A6", "A7"]);
    }
}
