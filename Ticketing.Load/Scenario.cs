using System.Collections.Concurrent;
using System.CommandLine;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load;

interface IScenario
{
    /// <summary>Its name, a line about it, and its options.</summary>
    Command Command { get; }

    /// <summary>What the stack must be like.</summary>
    StackSettings Settings => StackSettings.ForLoad;

    Task RunAsync(LoadRun run, CancellationToken ct);
}

/// <summary>What a scenario works with, and what it leaves for the check of the invariants.</summary>
sealed record LoadRun(LoadStack Stack, ParseResult Options, Report Report)
{
    static readonly TimeSpan PatienceWithPayments = TimeSpan.FromMinutes(2);

    /// <summary>Showings that something was bought of.</summary>
    public List<long> Showings { get; } = [];

    /// <summary>Waiting rooms that somebody was in.</summary>
    public List<long> Rooms { get; } = [];

    /// <summary>Bookings whose customers were told that they are confirmed.</summary>
    public ConcurrentBag<Guid> Confirmed { get; } = [];

    /// <summary>What the scenario itself saw that must not be.</summary>
    public List<string> Wrongs { get; } = [];

    /// <summary>New showings, which seat-holds has loaded.</summary>
    public async Task<long[]> AddShowingsAsync(int count, int seats, CancellationToken ct)
    {
        var fresh = await Stack.Showings.AddAsync(count, seats, ct);
        Showings.AddRange(fresh);
        await Stack.SeatHolds.LoadAsync(fresh, ct);
        return fresh;
    }

    /// <summary>From held seats to tickets.</summary>
    /// <param name="steps">Where each step is noted.</param>
    /// <returns>How it ended, in a word.</returns>
    public async Task<string> BuyAsync(LoadCustomer customer, long showing, HoldAnswer hold, Measurements steps, CancellationToken ct)
    {
        var bookings = Stack.Bookings;
        if ((await steps.StepAsync("book", () => bookings.BookAsync(customer, showing, hold, ct))).Body is not { } booking)
            return "could not book";
        if ((await steps.StepAsync("checkout", () => bookings.StartPaymentAsync(customer, booking.Id, ct))).Body is not { } payment)
            return "could not pay";

        await steps.StepAsync("pay", () => bookings.PayAsync(payment, ct), status => status);
        var end = await steps.StepAsync("confirmed", () => bookings.EndAsync(customer, booking.Id, PatienceWithPayments, ct), status => status);
        if (end != "confirmed")
            return end;

        Confirmed.Add(booking.Id);
        return "bought";
    }
}
