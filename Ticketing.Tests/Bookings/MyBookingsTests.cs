using System.Net;

namespace Ticketing.Tests.Bookings;

/// <summary>A customer finds again what they booked.</summary>
public sealed class MyBookingsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task List_HasTheCustomersBookingsOnly_LatestShowingFirst()
    {
        var (customer, stranger) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var sooner = await app.GivenShowingAsync(seats: 10, startsIn: TimeSpan.FromDays(3));
        var later = await app.GivenShowingAsync(seats: 10, startsIn: TimeSpan.FromDays(5));
        var first = await customer.BooksAsync(await customer.HoldsAsync(later.Id, 0, 1));
        var second = await customer.BooksAsync(await customer.HoldsAsync(sooner.Id, 0, 1));
        await stranger.BooksAsync(await stranger.HoldsAsync(sooner.Id, 2, 3));

        var list = await customer.BookingsAsync();

        list.HasMore.ShouldBeFalse();
        list.Bookings.Select(booking => booking.Id).ShouldBe([first.Id, second.Id]);
        var shown = list.Bookings[1];
        (shown.Reference, shown.ShowingId, shown.Status, shown.Amount, shown.Currency).ShouldBe((second.Reference, sooner.Id, "pendingPayment", second.Amount, "KRW"));
        shown.Seats.ShouldBe(second.Seats.Select(seat => seat.Label));
    }

    [Fact]
    public async Task List_OfSomebodyWithoutBookings_IsEmpty() => (await (await app.GivenCustomerAsync()).BookingsAsync()).Bookings.ShouldBeEmpty();

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("first")]
    public async Task List_OfAPageThatCannotBe_IsRefused(string page) =>
        (await (await app.GivenCustomerAsync()).ListBookingsAsync(page)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task List_OfNobody_IsRefused()
    {
        using var api = app.CreateClient("api");

        (await api.GetAsync("/api/bookings")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
