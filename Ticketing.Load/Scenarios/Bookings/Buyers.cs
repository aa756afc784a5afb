using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.Scenarios.Bookings;

/// <summary>As many customers at a time as are told, each of whom buys two seats; when one has a ticket, the next comes.</summary>
sealed class Buyers(LoadRun run, int clients)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>As the page does that waits for the payment.</summary>
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    readonly SeatHoldsClient holds = new(run.Stack.Client("seat-holds"));
    readonly BookingClient bookings = new(run.Stack.Client("api"), run.Stack.Client("sandbox"));

    public Measurements Steps { get; } = new();

    /// <summary>Buys for so long; who is under way then ends his way uncounted.</summary>
    public async Task<BookedSpan> RunAsync(int showings, int seats, TimeSpan duration, CancellationToken ct)
    {
        var fresh = await run.Stack.Showings.AddAsync(showings, seats, ct);
        run.Showings.AddRange(fresh);
        await new SeatMapReader(run.Stack).LoadAsync(fresh, ct);
        await using var database = NpgsqlDataSource.Create(run.Stack.DatabaseConnection);
        var next = -1;
        var (since, clock) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (clock.Elapsed < duration)
            {
                var n = Interlocked.Increment(ref next);
                if (n >= showings * (seats / 2))
                    throw new InvalidOperationException("All seats are sold: more showings, or less time.");
                var left = n / showings * 2;
                await BuyAsync(fresh[n % showings], [left, left + 1], clock, ct);
            }
        }));
        return await BookedSpan.ReadAsync(database, since, duration, ct);
    }

    async Task BuyAsync(long showing, int[] pair, Stopwatch clock, CancellationToken ct)
    {
        var customer = run.Stack.Customers.New();
        var hold = await StepAsync("hold", () => holds.HoldAsync(customer, showing, pair, ct), answer => answer.Word);
        var booked = await StepAsync("book", () => bookings.BookAsync(customer, showing, hold, ct), answer => answer.Word);
        if (booked.Body is not { } booking
            || (await StepAsync("checkout", () => bookings.StartPaymentAsync(customer, booking.Id, ct), answer => answer.Word)).Body is not { } payment)
            return;

        await StepAsync("pay", () => bookings.PayAsync(payment, ct), status => status);
        if (await StepAsync("confirmed", () => ConfirmedAsync(customer, booking.Id, ct), status => status) == "confirmed")
            run.Confirmed.Add(booking.Id);

        async Task<T> StepAsync<T>(string step, Func<Task<T>> work, Func<T, string> word)
        {
            var due = clock.Elapsed;
            Steps.Sent(due);
            var answer = await work();
            Steps.Answered($"{step}: {word(answer)}", due, clock.Elapsed - due);
            return answer;
        }
    }

    async Task<string> ConfirmedAsync(LoadCustomer customer, Guid booking, CancellationToken ct)
    {
        var status = "unanswered";
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience;)
        {
            await Task.Delay(BetweenLooks, ct);
            status = (await bookings.FindAsync(customer, booking, ct)).Body?.Status.Word() ?? status;
            if (status is not ("pendingPayment" or "confirming" or "unanswered"))
                return status;
        }

        return string.Create(CultureInfo.InvariantCulture, $"still {status}");
    }
}
