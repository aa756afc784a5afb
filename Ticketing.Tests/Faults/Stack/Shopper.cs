using System.Net;
using System.Text.Json;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Tests.Faults.Stack;

/// <summary>How somebody's way to a ticket ended.</summary>
/// <param name="Booking">Null if it did not get so far.</param>
/// <param name="End">The booking's last status, or why there is none.</param>
sealed record Purchase(Guid? Booking, string End)
{
    public const string Confirmed = "confirmed";
}

/// <summary>
/// A customer who wants two seats and does what a browser and its user do when something is broken: asks again, with the same
/// idempotency key, until there is an answer.
/// </summary>
sealed class Shopper(FaultStack stack, HttpClient seatHolds, HttpClient api, HttpClient sandbox)
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly LoadCustomer customer = stack.Customers.New();
    readonly SeatHoldsClient holds = new(seatHolds);
    readonly BookingClient bookings = new(api, sandbox);

    public async Task<Purchase> BuyAsync(long showing, int[] seats)
    {
        using var late = new CancellationTokenSource(Patience);
        // A hold that Redis lost before it became a booking is taken once more.
        for (var tries = 0; tries < 3; tries++)
        {
            var holdKey = Guid.NewGuid().ToString("N");
            var hold = await InsistAsync(() => holds.HoldAsync(customer, showing, new { seats }, late.Token, key: holdKey), answer => answer.Status, late.Token);
            if (!hold.IsHeld)
                return new Purchase(null, $"no hold: {hold.Word}");

            var bookingKey = Guid.NewGuid().ToString("N");
            var booked = await InsistAsync(() => bookings.BookAsync(customer, showing, hold, late.Token, bookingKey), answer => answer.Status, late.Token);
            if (booked.Body is { } booking)
                return new Purchase(booking.Id, await PayAsync(booking.Id, late.Token));
            if (booked.Code != "hold_not_found")
                return new Purchase(null, $"no booking: {booked.Word}");
        }

        return new Purchase(null, "no hold lasts");
    }

    async Task<string> PayAsync(Guid booking, CancellationToken ct)
    {
        var payment = await InsistAsync(() => bookings.StartPaymentAsync(customer, booking, ct), answer => answer.Status, ct);
        if (payment.Body is { } checkout)
            await InsistAsync(() => bookings.PayAsync(checkout, ct), word => (HttpStatusCode)int.Parse(word, System.Globalization.CultureInfo.InvariantCulture), ct);
        // Whatever the provider's page showed: the booking says what became of it.
        var last = await InsistAsync(
            () => bookings.FindAsync(customer, booking, ct), answer => answer.Body?.Status is null or "pendingPayment" or "confirming" ? null : answer.Status, ct);
        return last.Body!.Status;
    }

    static Task<T> InsistAsync<T>(Func<Task<T>> ask, Func<T, HttpStatusCode> status, CancellationToken ct) =>
        InsistAsync(ask, answer => (HttpStatusCode?)status(answer), ct);

    /// <param name="status">Null if the answer is not yet one.</param>
    static async Task<T> InsistAsync<T>(Func<Task<T>> ask, Func<T, HttpStatusCode?> status, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var answer = await ask();
                if (status(answer) is { } code && (int)code < 500 && code != HttpStatusCode.TooManyRequests)
                    return answer;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
            {
                // No answer, or half of one: it may have happened, and the key makes asking again harmless.
            }

            await Task.Delay(Pause, ct);
        }
    }
}
