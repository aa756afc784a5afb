using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Payments;

/// <summary>From the provider's webhook to tickets, whatever becomes of the webhook on its way.</summary>
public sealed class WebhookWayTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly SandboxProcess sandbox = new();
    WebhookReceiver merchant = null!;
    BookingWorld world = null!;

    public async Task InitializeAsync()
    {
        merchant = await WebhookReceiver.StartAsync();
        merchant.Take = TakeAsync;
        sandbox.WebhookUrl = merchant.Address;
        await sandbox.StartAsync();
        world = await BookingWorld.StartAsync(app, nameof(WebhookWayTests), sandbox: sandbox, settings: ("Payments:WebhookKey", SandboxProcess.WebhookKey));
    }

    public async Task DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await merchant.DisposeAsync();
        await world.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"fault":"webhookDuplicate","copies":4}""")]
    [InlineData("""{"fault":"webhookLate","delay":"00:00:01"}""")]
    [InlineData("""{"fault":"webhookReordered","delay":"00:00:02"}""")]
    [InlineData("""{"fault":"webhookWrongSignature","times":2}""")]
    [InlineData("""{"fault":"errorAfter","verbs":["find","capture"],"times":2}""")]
    public async Task Pay_WhenTheWayIsRough_MakesTicketsOnce(string fault)
    {
        await sandbox.GivenFaultAsync(fault);
        var (placed, checkout) = await world.GivenAuthorizedAsync(3, 4);

        await Eventually.BecomesAsync(async () => (await world.BookingAsync(placed.Id)).Status, status => status == BookingStatus.Confirmed);
        await sandbox.HasToldAllAsync(checkout);

        var booking = await world.BookingAsync(placed.Id);
        (booking.Tickets.Count, (await sandbox.FindAsync(checkout)).Kept).ShouldBe((2, booking.Amount));
        (await sandbox.ChangesAsync(checkout)).ShouldBe(["created", "authorized", "captured"]);
        (await world.MessagesAsync<BookingConfirmed>(placed.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Pay_WhenEveryWebhookIsLost_IsFoundByTheReconciler()
    {
        await sandbox.GivenFaultAsync("""{"fault":"webhookLost"}""");
        var (placed, _) = await world.GivenAuthorizedAsync(3);
        world.Clock.Advance(TimeSpan.FromSeconds(20));

        await world.ReconcileAsync();

        (await world.BookingAsync(placed.Id)).Status.ShouldBe(BookingStatus.Confirmed);
        merchant.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pay_WhenTheCheckoutTakesOneCardOnly_GoesOnWithAnotherAttempt()
    {
        var customer = BookingWorld.GivenCustomer();
        var placed = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3);
        var first = (await world.StartPaymentAsync(placed.Id, customer)).ShouldBeOfType<Ok<Ticketing.Api.Payments.PaymentResponse>>().Value!;
        await sandbox.GivenFaultAsync($$$"""{"fault":"declineForGood","metadata":{"booking":"{{{placed.Id}}}"},"times":1}""");
        await sandbox.PayAsync(BookingWorld.CheckoutOf(first));
        var declined = await Eventually.BecomesAsync(() => world.AnswerAsync(placed.Id), answer => answer.Payment!.Status == PaymentAttemptStatus.Voided);
        (declined.Status, declined.Payment!.CardDeclined).ShouldBe((BookingStatus.PendingPayment, true));

        var second = (await world.StartPaymentAsync(placed.Id, customer)).ShouldBeOfType<Ok<Ticketing.Api.Payments.PaymentResponse>>().Value!;
        second.AttemptId.ShouldNotBe(first.AttemptId);
        await sandbox.PayAsync(BookingWorld.CheckoutOf(second));

        await Eventually.BecomesAsync(async () => (await world.BookingAsync(placed.Id)).Status, status => status == BookingStatus.Confirmed);
    }

    /// <summary>What the endpoint, the relay and the consumer do; what fails is posted again.</summary>
    async Task<int> TakeAsync(string signature, string body)
    {
        if (await world.NotifyAsync(Encoding.UTF8.GetBytes(body), signature) is ProblemHttpResult problem)
            return problem.StatusCode;

        try
        {
            await world.HandleAsync(new WebhookPost(signature, body, 0).CheckoutId);
            return StatusCodes.Status200OK;
        }
        catch (PaymentUnavailableException)
        {
            return StatusCodes.Status503ServiceUnavailable;
        }
    }
}
