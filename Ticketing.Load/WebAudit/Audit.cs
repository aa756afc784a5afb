using System.Text.Json;
using CliWrap;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Customers;
using Ticketing.Load.Driving;
using Ticketing.Load.Stack;

namespace Ticketing.Load.WebAudit;

/// <summary>
/// Buys two seats and holds two more, so that each page on the way to a ticket is there, and has <c>scripts/web-audit/audit.js</c> ask
/// Lighthouse about them.
/// </summary>
static class Audit
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <returns>The exit code: 0 when no page is below the bar.</returns>
    public static async Task<int> RunAsync(CancellationToken ct)
    {
        try
        {
            Console.WriteLine("Starting a stack for this run …");
            // A developer's, with one replica of each part.
            await using var stack = await LoadStack.StartAsync(new StackSettings(1, new Dictionary<string, string>()), ct);
            return await AskAsync(stack, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 130;
        }
    }

    static async Task<int> AskAsync(LoadStack stack, CancellationToken ct)
    {
        var showing = await HeaviestAsync(stack, ct);
        var customer = stack.Customers.New();
        Console.WriteLine($"Buying two of the {showing.Seats} seats of showing {showing.Id} …");
        var booking = await BuyAsync(stack, customer, showing.Id, ct);
        var hold = await HoldAsync(stack, customer, showing.Id, ct);
        var asked = new
        {
            // By the name for which browsers take secure cookies over plain http.
            Site = new UriBuilder(stack.Address("web")) { Host = "localhost" }.Uri,
            Cookie = new { CustomerCookie.Name, Value = customer.Token },
            Pages = new Dictionary<string, string>
            {
                // First: seats are held for some minutes only.
                ["checkout"] = $"/showings/{showing.Id}/checkout?hold={hold.HoldId}",
                ["home"] = "/",
                ["film"] = $"/films/{showing.Film}",
                ["showing"] = $"/showings/{showing.Id}",
                ["ticket"] = $"/bookings/{booking}",
            },
        };
        var lighthouse = await Cli.Wrap("node").WithArguments(Path.Combine("scripts", "web-audit", "audit.js"))
            .WithStandardInputPipe(PipeSource.FromString(JsonSerializer.Serialize(asked, JsonSerializerOptions.Web)))
            .WithStandardOutputPipe(PipeTarget.ToStream(Console.OpenStandardOutput()))
            .WithStandardErrorPipe(PipeTarget.ToStream(Console.OpenStandardError()))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(ct);
        return lighthouse.ExitCode;
    }

    /// <summary>On sale, in the hall with the most seats: no page has more on it.</summary>
    static async Task<HeaviestShowing> HeaviestAsync(LoadStack stack, CancellationToken ct)
    {
        await using var database = stack.Showings.Database();
        var now = TimeProvider.System.GetUtcNow();
        return await database.Showings.Where(showing => showing.SaleOpensAt < now && showing.CutoffAt > now && showing.CancelledAt == null)
            .OrderByDescending(showing => database.Seats.Count(seat => seat.AuditoriumId == showing.AuditoriumId)).ThenByDescending(showing => showing.StartsAt)
            .Select(showing => new HeaviestShowing(showing.Id, showing.FilmId, database.Seats.Count(seat => seat.AuditoriumId == showing.AuditoriumId)))
            .FirstAsync(ct);
    }

    static async Task<Guid> BuyAsync(LoadStack stack, LoadCustomer customer, long showing, CancellationToken ct)
    {
        var hold = await HoldAsync(stack, customer, showing, ct);
        var booking = (await stack.Bookings.BookAsync(customer, showing, hold, ct)).Body ?? throw new InvalidOperationException("No booking was made.");
        var payment = (await stack.Bookings.StartPaymentAsync(customer, booking.Id, ct)).Body ?? throw new InvalidOperationException("No payment was started.");
        await stack.Bookings.PayAsync(payment, ct);
        var end = await stack.Bookings.EndAsync(customer, booking.Id, Patience, ct);
        return end == "confirmed" ? booking.Id : throw new InvalidOperationException($"The booking became {end}.");
    }

    static async Task<HoldAnswer> HoldAsync(LoadStack stack, LoadCustomer customer, long showing, CancellationToken ct)
    {
        var hold = await stack.SeatHolds.HoldAsync(customer, showing, new { bestAvailable = new { count = 2 } }, ct);
        return hold.IsHeld ? hold : throw new InvalidOperationException($"The hold was answered {hold.Word}.");
    }

    sealed record HeaviestShowing(long Id, string Film, int Seats);
}
