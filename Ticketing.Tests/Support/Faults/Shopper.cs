using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;
using BookingView = Ticketing.Load.Driving.BookingView;
using PaymentView = Ticketing.Load.Driving.PaymentView;

namespace Ticketing.Tests.Support.Faults;

/// <summary>How somebody's way to a ticket ended.</summary>
/// <param name="Booking">Null if it did not get so far.</param>
/// <param name="End">The booking's last status, or why there is none.</param>
sealed record Purchase(Guid? Booking, string End)
{
    public const string Confirmed = "confirmed";
}

/// <summary>
/// A customer who does what a browser and its user do when something is broken: asks again, with the same idempotency key, until
/// there is an answer.
/// </summary>
sealed class Shopper(FaultStack stack)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly LoadCustomer customer = stack.Customers.New();
    readonly SeatHoldsClient holds = new(stack.Client("seat-holds"));
    readonly BookingClient bookings = new(stack.Client("api"), stack.Client("sandbox"));

    /// <summary>The whole way. A hold that Redis lost before it became a booking is taken once more.</summary>
    public async Task<Purchase> BuyAsync(long showing, params int[] seats)
    {
        for (var tries = 0; tries < 3; tries++)
        {
            var hold = await HoldAsync(showing, seats);
            if (!hold.IsHeld)
                return new Purchase(null, $"no hold: {hold.Word}");

            var booked = await BookAsync(showing, hold);
            if (booked.Body is { } booking)
                return await PayAsync(booking);
            if (booked.Code != "hold_not_found")
                return new Purchase(null, $"no booking: {booked.Word}");
        }

        return new Purchase(null, "no hold lasts");
    }

    public Task<HoldAnswer> HoldAsync(long showing, params int[] seats)
    {
        var key = Guid.NewGuid().ToString("N");
        return InsistAsync(ct => holds.HoldAsync(customer, showing, new { seats }, ct, key: key), answer => answer.Status);
    }

    public Task<Answer<BookingView>> BookAsync(long showing, HoldAnswer hold)
    {
        var key = Guid.NewGuid().ToString("N");
        return InsistAsync(ct => bookings.BookAsync(customer, showing, hold, ct, key), answer => answer.Status);
    }

    /// <summary>From the booking to its end.</summary>
    public async Task<Purchase> PayAsync(BookingView booking)
    {
        if ((await StartPaymentAsync(booking)).Body is { } checkout)
            await FillInCardAsync(checkout);
        return await EndAsync(booking);
    }

    public Task<Answer<PaymentView>> StartPaymentAsync(BookingView booking) =>
        InsistAsync(ct => bookings.StartPaymentAsync(customer, booking.Id, ct), answer => answer.Status);

    public Task FillInCardAsync(PaymentView checkout) =>
        InsistAsync(ct => bookings.PayAsync(checkout, ct), word => (HttpStatusCode)int.Parse(word, CultureInfo.InvariantCulture));

    /// <summary>Whatever the provider's page showed: the booking says what became of it.</summary>
    public async Task<Purchase> EndAsync(BookingView booking)
    {
        var last = await InsistAsync(
            ct => bookings.FindAsync(customer, booking.Id, ct),
            answer => answer.Body?.Status is null or "pendingPayment" or "confirming" ? HttpStatusCode.ServiceUnavailable : answer.Status);
        return new Purchase(booking.Id, last.Body!.Status);
    }

    static async Task<T> InsistAsync<T>(Func<CancellationToken, Task<T>> ask, Func<T, HttpStatusCode> status)
    {
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                var answer = await ask(late.Token);
                if ((int)status(answer) < 500 && status(answer) != HttpStatusCode.TooManyRequests)
                    return answer;
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or JsonException || (e is OperationCanceledException && !late.IsCancellationRequested))
            {
                // No answer, or half of one: it may have happened, and the key makes asking again harmless.
            }

            await Task.Delay(Pause, late.Token);
        }
    }
}
