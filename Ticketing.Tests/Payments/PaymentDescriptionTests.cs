namespace Ticketing.Tests.Payments;

public sealed class PaymentDescriptionTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData("ko", "시험 · 시험 ", " · A4, A5 · ")]
    [InlineData("en", "Test · Test ", " · A4, A5 · ")]
    public async Task Of_WhenPaid_NamesFilmCinemaTimeAndSeats(string language, string beginning, string seats)
    {
        await using var world = await BookingWorld.StartAsync(app, nameof(PaymentDescriptionTests));
        var customer = BookingWorld.GivenCustomer();
        var (_, order) = await world.GivenHoldAsync(await world.GivenShowingAsync(), customer, 3, 4);
        var placed = (await world.PlaceAsync(order with { Language = language }, customer))
            .ShouldBeOfType<Microsoft.AspNetCore.Http.HttpResults.Created<Api.Bookings.BookingResponse>>().Value!;

        await world.StartPaymentAsync(placed.Id, customer);

        var description = (await world.BookingAsync(placed.Id)).PaymentAttempts.ShouldHaveSingleItem().Description;
        description.ShouldStartWith(beginning);
        description.ShouldContain(seats);
        description.ShouldEndWith(placed.Reference);
        description.Length.ShouldBeLessThanOrEqualTo(200);
    }
}
