using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.EndToEnd;

/// <summary>
/// Two hundred customers want the same hundred seats. The control run, with the check and the taking of seats
/// apart, is in <see cref="Seats"/>: there the same crowd oversells.
/// </summary>
public sealed class RaceTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const int Customers = 200;
    const int SeatCount = 100;

    [Fact]
    public async Task Race_WhenTwoHundredCustomersWantAHundredSeats_SellsEverySeatOnce()
    {
        var showing = await app.GivenShowingAsync(SeatCount);
        var customers = await Task.WhenAll(Enumerable.Range(0, Customers).Select(_ => app.GivenCustomerAsync()));

        var bookings = await Task.WhenAll(customers.Select(customer => BuyTwoSeatsAsync(customer, showing.Id)));

        var sold = bookings.OfType<BookingResponse>().ToList();
        sold.Count.ShouldBe(SeatCount / 2);
        sold.SelectMany(booking => booking.Seats).Select(seat => seat.Index).Order().ShouldBe(Enumerable.Range(0, SeatCount));
        await using var database = await app.DatabaseAsync();
        var rows = await database.Bookings.Where(booking => booking.ShowingId == showing.Id).Include(booking => booking.Tickets).ToListAsync();
        rows.ShouldAllBe(booking => booking.Status == BookingStatus.Confirmed);
        rows.Sum(booking => booking.Tickets.Count).ShouldBe(SeatCount);
        await Eventually.BecomesAsync(() => customers[0].SeatsAsync(showing.Id), seats => seats.States == new string('s', SeatCount));
    }

    /// <summary>Tries pair after pair from a place of its own, as people click; null when all is gone.</summary>
    async Task<BookingResponse?> BuyTwoSeatsAsync(CustomerClient customer, long showingId)
    {
        var first = Random.Shared.Next(SeatCount / 2);
        for (var tried = 0; tried < SeatCount / 2; tried++)
        {
            var left = (first + tried) % (SeatCount / 2) * 2;
            using var held = await customer.HoldAsync(showingId, left, left + 1);
            if (!held.IsSuccessStatusCode)
                continue;

            var booking = await customer.BooksAsync(await CustomerClient.ReadAsync<HoldResponse>(held));
            await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
            return await customer.BookingBecomesAsync(booking.Id, BookingStatus.Confirmed);
        }

        return null;
    }
}
