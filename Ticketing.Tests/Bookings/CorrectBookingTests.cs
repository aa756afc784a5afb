using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Api.Bookings;
using Ticketing.Api.Payments;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

/// <summary>What a customer types last counts, until they have paid.</summary>
public sealed class CorrectBookingTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly Customer customer = BookingWorld.GivenCustomer();
    BookingWorld world = null!;
    BookingOrder order = null!;
    BookingResponse placed = null!;

    public async Task InitializeAsync()
    {
        world = await BookingWorld.StartAsync(app, nameof(CorrectBookingTests));
        (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3, 4);
        placed = BookingWorld.Placed(await world.PlaceAsync(order, customer));
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    BookingOrder Corrected => order with { Email = $"right-{customer.Id:N}@customers.example", Language = "en", Seats = [order.Seats[0], order.Seats[1] with { Concession = Concession.Youth }] };

    [Fact]
    public async Task Correct_BeforeItIsPaid_IsWhatIsPaidAndMailed()
    {
        var mistyped = await StartsPaymentAsync();

        var corrected = (await world.CorrectAsync(placed.Id, Corrected, customer)).ShouldBeOfType<Ok<BookingResponse>>().Value!;

        corrected.Email.ShouldBe(Corrected.Email);
        corrected.Seats.Select(seat => seat.Concession).ShouldBe([Concession.Adult, Concession.Youth]);
        corrected.Amount.ShouldBe(corrected.Seats.Sum(seat => seat.Price));
        corrected.Amount.ShouldBeLessThan(placed.Amount);
        var checkout = await StartsPaymentAsync();
        checkout.ShouldNotBe(mistyped);
        await world.Sandbox.PayAsync(checkout);
        await world.HandleAsync(checkout);
        var booking = await world.BookingAsync(placed.Id);
        (booking.Status, booking.Email, booking.NormalizedEmail, booking.Language, booking.Amount)
            .ShouldBe((BookingStatus.Confirmed, Corrected.Email, Corrected.NormalizedEmail, "en", corrected.Amount));
        (await world.Sandbox.FindAsync(checkout)).Kept.ShouldBe(corrected.Amount);
        booking.Events.Select(moved => moved.Why).ShouldContain(BookingReasons.Corrected);
    }

    /// <summary>In another tab, say.</summary>
    [Fact]
    public async Task Correct_WhenTheCheckoutOfBeforeIsPaidAllTheSame_TakesNothing()
    {
        var before = await StartsPaymentAsync();
        await world.CorrectAsync(placed.Id, Corrected, customer);

        await world.Sandbox.PayAsync(before);
        await world.HandleAsync(before);

        (await world.Sandbox.FindAsync(before)).Kept.ShouldBe(0);
        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.PendingPayment);
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
    }

    [Fact]
    public async Task Correct_WithTheSameAgain_KeepsTheCheckout()
    {
        await world.CorrectAsync(placed.Id, Corrected, customer);
        var checkout = await StartsPaymentAsync();

        (await world.CorrectAsync(placed.Id, Corrected, customer)).ShouldBeOfType<Ok<BookingResponse>>();

        (await StartsPaymentAsync()).ShouldBe(checkout);
        (await world.BookingAsync(placed.Id)).Events.Count(moved => moved.Why == BookingReasons.Corrected).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Correct_OfWhatIsPaidOrOver_IsRefusedAndChangesNothing(bool isPaid)
    {
        if (isPaid)
            await world.PaysAsync(placed.Id, customer);
        else
            world.Clock.Advance(TimeSpan.FromMinutes(11));

        (await world.CorrectAsync(placed.Id, Corrected, customer)).ShouldBeProblem(409, "booking_not_correctable");

        var booking = await world.BookingAsync(placed.Id);
        (booking.Email, booking.Amount, booking.Language).ShouldBe((placed.Email, placed.Amount, "ko"));
    }

    [Fact]
    public async Task Correct_OfAnothersBooking_IsNotFound() =>
        (await world.CorrectAsync(placed.Id, Corrected, BookingWorld.GivenCustomer())).ShouldBeProblem(404, "booking_not_found");

    [Fact]
    public async Task Correct_ToOtherSeats_IsRefused() =>
        (await world.CorrectAsync(placed.Id, order with { Seats = [new OrderedSeat(3, Concession.Adult), new OrderedSeat(5, Concession.Adult)] }, customer))
            .ShouldBeProblem(400, "seats_do_not_match_hold");

    [Fact]
    public async Task Correct_ToAConcessionThatTheRatingDoesNotAllow_IsRefused()
    {
        var showing = await world.GivenShowingAsync();
        await world.GivenRatingAsync(showing, FilmRating.Age19);
        var booking = await world.GivenBookingAsync(showing, customer, 6);
        var youth = order with { ShowingId = showing.Id, Seats = [new OrderedSeat(6, Concession.Youth)] };

        (await world.CorrectAsync(booking.Id, youth, customer)).ShouldBeProblem(400, "concession_not_allowed");
    }

    async Task<string> StartsPaymentAsync() =>
        BookingWorld.CheckoutOf((await world.StartPaymentAsync(placed.Id, customer)).ShouldBeOfType<Ok<PaymentResponse>>().Value!);
}
