using Microsoft.EntityFrameworkCore;

namespace Ticketing.Tests.Faults;

/// <summary>The control: what the suite looks for it would find.</summary>
[Collection(FaultSuite.Misbehaviour)]
[Trait("Category", "Faults")]
public sealed class CheckTests(FaultStack stack)
{
    [Theory]
    [InlineData(3, "UPDATE tickets SET cancelled_at = now() WHERE booking_id = {0}", "UPDATE tickets SET cancelled_at = NULL WHERE booking_id = {0}")]
    [InlineData(2, "UPDATE booking_seats SET price = price + 1 WHERE booking_id = {0}", "UPDATE booking_seats SET price = price - 1 WHERE booking_id = {0}")]
    [InlineData(6, "UPDATE bookings SET status = 'Expired' WHERE id = {0}", "UPDATE bookings SET status = 'Confirmed' WHERE id = {0}")]
    public async Task Check_WhenARowIsMadeWrong_FindsItUntilItIsRightAgain(int invariant, string wrong, string right)
    {
        await using var database = await stack.DatabaseAsync();
        var showing = (await database.GivenShowingAsync(20)).Id;
        var purchase = await new Shopper(stack).BuyAsync(showing, 0, 1);
        purchase.End.ShouldBe(Purchase.Confirmed);
        (await stack.ViolationsAsync(showing, [purchase], Aftermath.TimeToSettle)).ShouldBeEmpty();

        await database.Database.ExecuteSqlRawAsync(wrong, purchase.Booking!.Value);
        var found = await stack.ViolationsAsync(showing, [purchase], TimeSpan.Zero);
        await database.Database.ExecuteSqlRawAsync(right, purchase.Booking!.Value);

        found.Select(violation => violation.Invariant).ShouldContain(invariant);
        (await stack.ViolationsAsync(showing, [purchase], TimeSpan.Zero)).ShouldBeEmpty();
    }
}
