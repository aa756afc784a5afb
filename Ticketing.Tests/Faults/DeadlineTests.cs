using Microsoft.EntityFrameworkCore;
using Ticketing.Load.Driving;

namespace Ticketing.Tests.Faults;

/// <summary>Money and time: who pays when it is nearly or really too late, and who wants the same seat.</summary>
[Collection(FaultSuite.Misbehaviour)]
[Trait("Category", "Faults")]
public sealed class DeadlineTests(FaultStack stack)
{
    const int Seats = 20;

    [Fact]
    public async Task Pay_WhenRedisForgotTheFirstOfTwoHolds_GivesTheSeatToOneAndTakesNoMoneyOfTheOther()
    {
        var showing = await GivenShowingAsync();
        var (first, second) = (new Shopper(stack), new Shopper(stack));
        var firstHold = await first.HoldAsync(showing, 0, 1);
        await stack.KillAsync("redis");
        var secondHold = await second.HoldAsync(showing, 0, 1);
        (firstHold.IsHeld, secondHold.IsHeld).ShouldBe((true, true));

        var ends = await Task.WhenAll(BookAndPayAsync(first, showing, firstHold), BookAndPayAsync(second, showing, secondHold));

        ends.Count(purchase => purchase.End == Purchase.Confirmed).ShouldBe(1);
        await stack.ShouldBeInOrderAsync("two customers, one seat", showing, Seats, ends);
    }

    [Fact]
    public async Task Pay_AroundTheLastSecondOfTheWindow_EndsWithATicketOrWithoutCharge()
    {
        var showing = await GivenShowingAsync();
        double[] beforeTheEnd = [1.5, 1, 0.6, 0.3, 0.1, 0, -0.2, -0.5];

        var ends = await Task.WhenAll(beforeTheEnd.Select(async (seconds, n) =>
        {
            var shopper = new Shopper(stack);
            var booking = (await shopper.BookAsync(showing, await shopper.HoldAsync(showing, n * 2, n * 2 + 1))).Body!;
            var checkout = (await shopper.StartPaymentAsync(booking)).Body!;
            await UntilAsync(booking.ExpiresAt - TimeSpan.FromSeconds(seconds));
            await shopper.FillInCardAsync(checkout);
            return await shopper.EndAsync(booking);
        }));

        ends.ShouldAllBe(purchase => purchase.End == Purchase.Confirmed || purchase.End == "expired" || purchase.End == "refused");
        await stack.ShouldBeInOrderAsync("paid in the last second", showing, Seats, ends);
    }

    [Fact]
    public async Task Pay_WhenItIsHeardOfTooLate_VoidsThePaymentAndSellsTheSeatToTheNext()
    {
        var showing = await GivenShowingAsync();
        var (late, next) = (new Shopper(stack), new Shopper(stack));
        var booking = (await late.BookAsync(showing, await late.HoldAsync(showing, 0, 1))).Body!;
        var checkout = (await late.StartPaymentAsync(booking)).Body!;
        await stack.StopAsync("payments");
        await late.FillInCardAsync(checkout);
        await UntilAsync(booking.ExpiresAt);
        await stack.StartAsync("payments");

        var lateEnd = await late.EndAsync(booking);
        await Eventually.BecomesAsync(() => IsFreeAsync(showing), free => free);
        var nextEnd = await next.BuyAsync(showing, 0, 1);

        (lateEnd.End, nextEnd.End).ShouldBe(("expired", Purchase.Confirmed));
        await stack.ShouldBeInOrderAsync("paid, and heard of after the window", showing, Seats, [lateEnd, nextEnd]);
    }

    static async Task<Purchase> BookAndPayAsync(Shopper shopper, long showing, HoldAnswer hold) =>
        (await shopper.BookAsync(showing, hold)) is { Body: { } booking } ? await shopper.PayAsync(booking) : new Purchase(null, "no booking");

    async Task<long> GivenShowingAsync()
    {
        await using var database = await stack.DatabaseAsync();
        return (await database.GivenShowingAsync(Seats)).Id;
    }

    async Task<bool> IsFreeAsync(long showing)
    {
        await using var database = await stack.DatabaseAsync();
        return !await database.BookingSeats.AnyAsync(seat => seat.ShowingId == showing && seat.FreedAt == null)
            && (await new SeatHoldsClient(stack.Client("seat-holds")).StatesAsync(showing, min: null, CancellationToken.None)).StartsWith("aa", StringComparison.Ordinal);
    }

    static Task UntilAsync(DateTimeOffset instant)
    {
        var wait = instant - TimeProvider.System.GetUtcNow();
        return wait > TimeSpan.Zero ? Task.Delay(wait) : Task.CompletedTask;
    }
}
