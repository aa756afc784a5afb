using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Api.Payments;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Customers;
using Ticketing.Core.Seats;
using Ticketing.Core.Seats.Holds;

namespace Ticketing.Tests.Support.Faults;

/// <summary>
/// A crowd that buys out a showing through several hosts, while something breaks. Every fourth customer walks away from the
/// payment. Messages reach the seats late, twice and in any order.
/// </summary>
sealed class OpeningNight(IReadOnlyList<BookingWorld> hosts, Showing showing, int seatCount)
{
    const int Customers = 60;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Buys until every seat is sold, and ends by checking what has to hold.</summary>
    /// <param name="disturb">Runs once, when a third of the seats is booked.</param>
    public async Task RunAsync(Func<Task> disturb)
    {
        using var evening = new CancellationTokenSource(Patience);
        var disturbing = DisturbAsync(disturb, evening.Token);
        await SellAsync(walksAway: customer => customer % 4 == 0, evening.Token);
        await disturbing;

        // Who walked away loses the seats; they go to others.
        foreach (var host in hosts)
            host.Clock.Advance(TimeSpan.FromMinutes(15));
        await Eventually.BecomesAsync(async () =>
        {
            await hosts[0].ExpireAsync();
            return await CountAsync(BookingStatus.PendingPayment);
        }, pending => pending == 0);
        await DeliverAsync(evening.Token);
        await SellAsync(walksAway: _ => false, evening.Token);
        await DeliverAsync(evening.Token);

        await ShouldBeSoldOutRightlyAsync();
    }

    async Task DisturbAsync(Func<Task> disturb, CancellationToken ct)
    {
        await Eventually.BecomesAsync(LiveSeatsAsync, live => live >= seatCount / 3 || ct.IsCancellationRequested, Patience);
        await disturb();
    }

    async Task SellAsync(Func<int, bool> walksAway, CancellationToken ct)
    {
        // One looks for all of them, who else would take the connections that buyers need.
        var soldOut = Eventually.BecomesAsync(LiveSeatsAsync, live => live == seatCount || ct.IsCancellationRequested, Patience);
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(async customer =>
        {
            while (!soldOut.IsCompleted)
            {
                await TryToBuyAsync(hosts[customer % hosts.Count], walksAway(customer));
                if (customer == 0)
                    await DeliverAsync(ct);
            }
        }));
        await soldOut;
        ct.ThrowIfCancellationRequested();
    }

    async Task TryToBuyAsync(BookingWorld host, bool walksAway)
    {
        var customer = BookingWorld.GivenCustomer();
        var left = Random.Shared.Next(seatCount / 2) * 2;
        var key = Guid.NewGuid().ToString();
        try
        {
            if (await host.Holds.TakeAsync(showing.Id, customer.Id, [left, left + 1], null, default) is not TakeResult.Held held)
                return;

            var order = BookingWorld.OrderOf(held.Hold, $"{customer.Id:N}@customers.example");
            if (await PlaceAsync(host, order, customer, key) is not { } booking || walksAway)
                return;

            await PayAsync(host, booking, customer);
        }
        catch (SeatHoldsUnavailableException)
        {
            // As the customer is told: try again in a moment.
            await Task.Delay(100);
        }
    }

    /// <summary>Insists, as browsers do with an idempotency key, until the answer says what became of the booking.</summary>
    static async Task<BookingResponse?> PlaceAsync(BookingWorld host, BookingOrder order, Customer customer, string key)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return (await host.PlaceAsync(order, customer, key) as Created<BookingResponse>)?.Value;
            }
            catch (SeatHoldsUnavailableException) when (tries < 100)
            {
                await Task.Delay(200);
            }
        }
    }

    static async Task PayAsync(BookingWorld host, BookingResponse booking, Customer customer)
    {
        if (await host.StartPaymentAsync(booking.Id, customer) is not Ok<PaymentResponse> { Value: { } payment })
            return;

        var checkout = BookingWorld.CheckoutOf(payment);
        await host.Sandbox.PayAsync(checkout);
        await host.HandleAsync(checkout);
    }

    /// <summary>All messages that were ever written, shuffled and twice, to any host.</summary>
    async Task DeliverAsync(CancellationToken ct)
    {
        var messages = await hosts[0].ReadAsync(context => context.OutboxMessages.AsNoTracking()
            .Where(m => EF.Functions.JsonContains(m.Payload, $$"""{"showingId":{{showing.Id}}}""")).ToListAsync(ct));
        var deliveries = messages.Concat(messages).ToArray();
        Random.Shared.Shuffle(deliveries);
        foreach (var message in deliveries)
        {
            var states = hosts[Random.Shared.Next(hosts.Count)].SeatStates;
            var (bookingId, _, seats) = JsonSerializer.Deserialize<BookingConfirmed>(message.Payload, JsonSerializerOptions.Web)!;
            await Eventually.BecomesAsync(async () =>
            {
                try
                {
                    await (message.Type == nameof(BookingConfirmed)
                        ? states.MarkSoldAsync(showing.Id, bookingId, seats, ct)
                        : states.MarkFreeAsync(showing.Id, bookingId, seats, ct));
                    return true;
                }
                catch (SeatHoldsUnavailableException)
                {
                    return false;
                }
            }, delivered => delivered, Patience);
        }
    }

    async Task ShouldBeSoldOutRightlyAsync()
    {
        var bookings = await hosts[0].ReadAsync(context => context.Bookings.AsNoTracking()
            .Where(b => b.ShowingId == showing.Id).Include(b => b.Seats).Include(b => b.Tickets).Include(b => b.PaymentAttempts).ToListAsync());
        var checkouts = (await hosts[0].Sandbox.CheckoutsAsync()).ToLookup(checkout => checkout.Reference);
        foreach (var booking in bookings)
        {
            var money = booking.PaymentAttempts.SelectMany(attempt => checkouts[attempt.Id.ToString()]).Sum(c => c.Kept);
            money.ShouldBe(booking.Status == BookingStatus.Confirmed ? booking.Amount : 0);
            booking.Tickets.Count.ShouldBe(booking.Status == BookingStatus.Confirmed ? booking.Seats.Count : 0);
        }

        var sold = bookings.SelectMany(booking => booking.Seats).Where(seat => seat.FreedAt is null).Select(seat => seat.SeatId).ToList();
        sold.ShouldBeUnique();
        sold.Count.ShouldBe(seatCount);
        (await hosts[^1].SeatStates.ReadAsync(showing.Id, default))!.States.ShouldBe(new string('s', seatCount));
        // Nothing was left for the reconciliation to heal.
        (await hosts[0].Seats.ReconcileAsync(showing.Id, default)).ShouldBe(0);
    }

    Task<int> LiveSeatsAsync() => hosts[0].ReadAsync(context => context.BookingSeats.CountAsync(s => s.ShowingId == showing.Id && s.FreedAt == null));

    Task<int> CountAsync(BookingStatus status) => hosts[0].ReadAsync(context => context.Bookings.CountAsync(b => b.ShowingId == showing.Id && b.Status == status));
}
