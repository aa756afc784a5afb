using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Catalogue;

namespace Ticketing.Tests.Faults;

/// <summary>The commands that developers find in the dashboard, on a running system.</summary>
[Collection(FaultSuite.Misbehaviour)]
[Trait("Category", "Faults")]
public sealed class DeveloperCommandTests(FaultStack stack)
{
    const int Seats = 30;

    [Fact]
    public async Task FillHall_OfAShowing_SellsEverySeatToSomebody()
    {
        var showing = await GivenShowingAsync();

        await stack.ExecuteAsync("web", "fill-hall", ("showing", $"{showing.Id}"));

        await using var database = await stack.DatabaseAsync();
        var tickets = await Eventually.BecomesAsync(
            () => database.Bookings.Where(booking => booking.ShowingId == showing.Id).SelectMany(booking => booking.Tickets).CountAsync(), count => count >= Seats);
        tickets.ShouldBe(Seats);
        (await new Shopper(stack).HoldAsync(showing.Id, 0)).Word.ShouldBe("409 seat_taken");
    }

    [Fact]
    public async Task FillHall_OfAnUnknownShowing_SaysWhy() =>
        (await stack.TryExecuteAsync("web", "fill-hall", ("showing", "999999999"))).Message.ShouldNotBeNull().ShouldContain("not_found");

    [Fact]
    public async Task BreakProvider_UntilItIsMended_LetsNobodyPay()
    {
        var (showing, shopper) = (await GivenShowingAsync(), new Shopper(stack));
        await stack.ExecuteAsync("sandbox", "break-provider");

        (await stack.FaultsAsync("/faults")).ShouldContain("errorBefore");
        // Twice, as a developer does.
        await stack.ExecuteAsync("sandbox", "break-provider");
        await stack.ExecuteAsync("sandbox", "mend-provider");

        (await stack.FaultsAsync("/faults")).ShouldNotContain("errorBefore");
        (await shopper.BuyAsync(showing.Id, 0, 1)).End.ShouldBe(Purchase.Confirmed);
    }

    [Fact]
    public async Task OpenSale_OfAFilmThatIsSoldLater_LetsCustomersHoldSeats()
    {
        var (showing, shopper) = (await GivenShowingAsync(saleOpensIn: TimeSpan.FromDays(1)), new Shopper(stack));
        (await shopper.HoldAsync(showing.Id, 0, 1)).Word.ShouldBe("409 sale_not_open");

        await stack.ExecuteAsync("web", "open-sale");

        (await shopper.HoldAsync(showing.Id, 0, 1)).Word.ShouldBe("201");
    }

    [Fact]
    public async Task EmptyRedis_WhileTicketsAreSold_KeepsWhatIsSold()
    {
        var showing = await GivenShowingAsync();
        (await new Shopper(stack).BuyAsync(showing.Id, 0, 1)).End.ShouldBe(Purchase.Confirmed);
        var held = await new Shopper(stack).HoldAsync(showing.Id, 2, 3);
        held.IsHeld.ShouldBeTrue();

        await stack.ExecuteAsync("redis", "empty");

        (await new Shopper(stack).HoldAsync(showing.Id, 0, 1)).Word.ShouldBe("409 seat_taken");
        (await new Shopper(stack).HoldAsync(showing.Id, 2, 3)).Word.ShouldBe("201");
    }

    [Fact]
    public async Task ResetDemo_AfterAPurchase_BringsTheFirstDayBack()
    {
        var showing = await GivenShowingAsync();
        (await new Shopper(stack).BuyAsync(showing.Id, 0, 1)).End.ShouldBe(Purchase.Confirmed);

        await stack.ExecuteAsync("web", "reset-demo");

        await using var database = await stack.DatabaseAsync();
        (await database.Bookings.CountAsync()).ShouldBe(0);
        (await database.Showings.AnyAsync(known => known.Id == showing.Id)).ShouldBeFalse();
        (await database.Showings.CountAsync()).ShouldBeGreaterThan(100);
        (await database.Users.CountAsync()).ShouldBeGreaterThan(0);
        var next = await GivenShowingAsync();
        (await new Shopper(stack).BuyAsync(next.Id, 0, 1)).End.ShouldBe(Purchase.Confirmed);
    }

    async Task<Showing> GivenShowingAsync(TimeSpan? saleOpensIn = null)
    {
        await using var database = await stack.DatabaseAsync();
        return await database.GivenShowingAsync(Seats, saleOpensIn: saleOpensIn);
    }
}
