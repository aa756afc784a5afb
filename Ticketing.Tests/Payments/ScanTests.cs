using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Payments;

/// <summary>What becomes of money that only the provider knows of. Each test has a provider and a database of its own.</summary>
public sealed class ScanTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    readonly SandboxProcess sandbox = new();
    BookingWorld world = null!;

    public async Task InitializeAsync()
    {
        await sandbox.StartAsync();
        world = await BookingWorld.StartAsync(app, $"{nameof(ScanTests)} {Guid.NewGuid()}", sandbox: sandbox, settings: ("Payments:ScanMostGivenBack", "2"));
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Scan_WhenTheAttemptsRowIsLost_SellsTheSeatsAllTheSame(bool isCaptured)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3, 4);
        await LoseAttemptAsync(placed);
        if (isCaptured)
            await sandbox.CaptureAsync(checkout, placed.Amount);

        await ScanLaterAsync();

        var booking = await world.BookingAsync(placed.Id);
        (booking.Status, booking.Tickets.Count, (await sandbox.FindAsync(checkout)).Kept).ShouldBe((BookingStatus.Confirmed, 2, booking.Amount));
        booking.PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Captured);
        (await world.MessagesAsync<BookingConfirmed>(placed.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Scan_WhenTheProvidersAnswerWasLostAndTheCustomerPaidAllTheSame_SellsTheSeats()
    {
        var customer = BookingWorld.GivenCustomer();
        var placed = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3);
        await sandbox.GivenFaultAsync("""{"fault":"errorAfter","verbs":["create"],"times":1}""");
        await world.StartPaymentAsync(placed.Id, customer);
        await sandbox.PayAsync((await sandbox.CheckoutsOfAsync(placed.Id)).ShouldHaveSingleItem().Id);

        await ScanLaterAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
    }

    [Fact]
    public async Task Scan_WhenTheBookingHasEnded_LetsTheMoneyGo()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await LoseAttemptAsync(placed);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.ExpireAsync();

        await ScanLaterAsync();

        (await sandbox.FindAsync(checkout)).Status.ShouldBe("canceled");
        (await world.BookingAsync(placed.Id)).PaymentAttempts.ShouldHaveSingleItem().Status.ShouldBe(PaymentAttemptStatus.Voided);
    }

    [Fact]
    public async Task Scan_WhenAnotherAttemptIsOpen_LetsTheLostOnesMoneyGo()
    {
        var customer = BookingWorld.GivenCustomer();
        var placed = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3);
        await world.StartPaymentAsync(placed.Id, customer);
        var lost = (await sandbox.CheckoutsOfAsync(placed.Id)).ShouldHaveSingleItem().Id;
        await sandbox.PayAsync(lost);
        await LoseAttemptAsync(placed);
        await world.StartPaymentAsync(placed.Id, customer);

        await ScanLaterAsync();

        (await sandbox.FindAsync(lost)).Status.ShouldBe("canceled");
        var booking = await world.BookingAsync(placed.Id);
        booking.Status.ShouldBe(BookingStatus.PendingPayment);
        booking.PaymentAttempts.Select(a => a.Status).ShouldBe([PaymentAttemptStatus.Voided, PaymentAttemptStatus.Open], ignoreOrder: true);
    }

    [Theory]
    [InlineData(false, "canceled")]
    [InlineData(true, "refunded")]
    public async Task Scan_WhenTheBookingItselfIsLost_GivesTheMoneyBack(bool isCaptured, string status)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await LoseBookingAsync(placed);
        if (isCaptured)
            await sandbox.CaptureAsync(checkout, placed.Amount);

        await ScanLaterAsync();

        var left = await sandbox.FindAsync(checkout);
        (left.Status, left.Kept).ShouldBe((status, 0));
        (await MarkAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Scan_WhenTooManyBookingsAreLost_WaitsForSomebodyToLook()
    {
        var paid = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (placed, checkout) = await world.GivenAuthorizedAsync(3);
            await LoseBookingAsync(placed);
            paid.Add(checkout);
        }

        await ScanLaterAsync();

        (await StatusesAsync(paid)).Order().ShouldBe(["authorized", "canceled", "canceled"]);
        (await MarkAsync()).ShouldBeNull();
        await ScanLaterAsync();
        (await StatusesAsync(paid)).ShouldAllBe(status => status == "canceled");
        (await MarkAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Scan_WhenACheckoutIsSomebodyElses_LeavesItAlone()
    {
        var foreign = await sandbox.GivenCheckoutAsync();
        await sandbox.PayAsync(foreign.Id);

        await ScanLaterAsync();

        (await sandbox.FindAsync(foreign.Id)).Status.ShouldBe("authorized");
    }

    [Fact]
    public async Task Scan_WhenTheCheckoutIsYoung_LeavesItToItsNotifications()
    {
        var (placed, _) = await world.GivenAuthorizedAsync(3);

        await world.ScanAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.PendingPayment);
    }

    [Fact]
    public async Task Scan_WhenItWasThereBefore_GoesBackAsFarAsTheOverlap()
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await LoseBookingAsync(placed);
        await SetMarkAsync(world.Clock.GetUtcNow().AddHours(2));
        await ScanLaterAsync();
        (await sandbox.FindAsync(checkout)).Status.ShouldBe("authorized");

        // Where the database was restored from before the payment, so was the mark.
        await SetMarkAsync(world.Clock.GetUtcNow().AddMinutes(50));
        await ScanLaterAsync();

        (await sandbox.FindAsync(checkout)).Status.ShouldBe("canceled");
        (await MarkAsync()).ShouldNotBeNull().ShouldBe(world.Clock.GetUtcNow(), TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData("""{"fault":"errorBefore","verbs":["list"]}""")]
    [InlineData("""{"fault":"revokedKey"}""")]
    [InlineData("""{"fault":"errorBefore","verbs":["cancel"]}""")]
    public async Task Scan_WhenTheProviderFails_BeginsThereNextTime(string fault)
    {
        var (placed, checkout) = await world.GivenAuthorizedAsync(3);
        await LoseBookingAsync(placed);
        await sandbox.GivenFaultAsync(fault);

        await ScanLaterAsync();
        (await MarkAsync()).ShouldBeNull();
        await sandbox.Merchant.DeleteAsync("/faults");
        await world.ScanAsync();

        (await sandbox.FindAsync(checkout)).Status.ShouldBe("canceled");
        (await MarkAsync()).ShouldNotBeNull();
    }

    async Task ScanLaterAsync()
    {
        world.Clock.Advance(Grace + TimeSpan.FromSeconds(30));
        await world.ScanAsync();
    }

    Task<int> LoseAttemptAsync(BookingResponse booking) =>
        world.ReadAsync(context => context.PaymentAttempts.Where(a => a.BookingId == booking.Id).ExecuteDeleteAsync());

    async Task LoseBookingAsync(BookingResponse booking)
    {
        await LoseAttemptAsync(booking);
        await world.ReadAsync(async context =>
        {
            await context.BookingSeats.Where(s => s.BookingId == booking.Id).ExecuteDeleteAsync();
            return await context.Bookings.Where(b => b.Id == booking.Id).ExecuteDeleteAsync();
        });
    }

    Task<DateTimeOffset?> MarkAsync() => world.ReadAsync(context => context.PaymentScanMarks
        .Where(m => m.Provider == "sandbox").Select(m => (DateTimeOffset?)m.ScannedUntil).SingleOrDefaultAsync());

    Task<int> SetMarkAsync(DateTimeOffset until) => world.ReadAsync(async context =>
    {
        await context.PaymentScanMarks.ExecuteDeleteAsync();
        context.PaymentScanMarks.Add(new PaymentScanMark { Provider = "sandbox", ScannedUntil = until });
        return await context.SaveChangesAsync();
    });

    async Task<IReadOnlyList<string>> StatusesAsync(IEnumerable<string> checkouts) =>
        await Task.WhenAll(checkouts.Select(async checkout => (await sandbox.FindAsync(checkout)).Status));
}
