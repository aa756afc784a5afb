using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Bookings;
using Ticketing.Api.Payments;
using Ticketing.Core.Customers;
using Ticketing.Core.Payments;

namespace Ticketing.Tests.Bookings;

public sealed class StartPaymentTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    readonly Customer customer = BookingWorld.GivenCustomer();
    BookingWorld world = null!;
    BookingResponse booking = null!;

    public async Task InitializeAsync()
    {
        world = await BookingWorld.StartAsync(app, nameof(StartPaymentTests));
        booking = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3, 4);
    }

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task Start_WhenAskedTenTimesAtOnce_OpensOneCheckout()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.StartPaymentAsync(booking.Id, customer)));

        answers.Select(Started).Distinct().ShouldHaveSingleItem();
        var checkout = (await world.Sandbox.CheckoutsOfAsync(booking.Id)).ShouldHaveSingleItem();
        (checkout.Amount, checkout.Currency).ShouldBe((booking.Amount, "KRW"));
        checkout.Metadata.ShouldBe(
            new Dictionary<string, string>
            {
                ["booking"] = $"{booking.Id}",
                ["reference"] = booking.Reference,
                ["showing"] = $"{booking.ShowingId}",
                ["seats"] = "3 4",
                ["email"] = booking.Email,
            },
            ignoreOrder: true);
        checkout.ExpiresAt.ShouldBe(booking.ExpiresAt, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WhenProviderGaveNoAnswer_UsesTheSameAttemptAgain(bool afterEffect)
    {
        await GivenCreateFaultAsync(afterEffect ? "errorAfter" : "errorBefore");

        (await world.StartPaymentAsync(booking.Id, customer)).ShouldBeProblem(503, "payment_unavailable");
        var attempt = (await world.BookingAsync(booking.Id)).PaymentAttempts.ShouldHaveSingleItem().Id;

        Started(await world.StartPaymentAsync(booking.Id, customer)).AttemptId.ShouldBe(attempt);
        (await world.Sandbox.CheckoutsOfAsync(booking.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Start_WhenCheckoutWasGivenUp_OpensAnother()
    {
        var first = Started(await world.StartPaymentAsync(booking.Id, customer));
        await world.Sandbox.CancelAsync(BookingWorld.CheckoutOf(first));

        var second = Started(await world.StartPaymentAsync(booking.Id, customer));

        second.AttemptId.ShouldNotBe(first.AttemptId);
        var attempts = (await world.BookingAsync(booking.Id)).PaymentAttempts.ToDictionary(a => a.Id, a => a.Status);
        attempts[first.AttemptId].ShouldBe(PaymentAttemptStatus.Voided);
        attempts[second.AttemptId].ShouldBe(PaymentAttemptStatus.Open);
    }

    [Fact]
    public async Task Start_WhenTheProviderRefuses_IsNotPayableAndTheNextTryIsAnotherAttempt()
    {
        await GivenCreateFaultAsync("refuse");

        (await world.StartPaymentAsync(booking.Id, customer)).ShouldBeProblem(409, "booking_not_payable");

        var refused = (await world.BookingAsync(booking.Id)).PaymentAttempts.ShouldHaveSingleItem();
        refused.Status.ShouldBe(PaymentAttemptStatus.Voided);
        Started(await world.StartPaymentAsync(booking.Id, customer)).AttemptId.ShouldNotBe(refused.Id);
    }

    [Fact]
    public async Task Start_WhenTheFilmIsRenamedAfterALostAnswer_IsTheSameRequest()
    {
        await GivenCreateFaultAsync("errorAfter");
        (await world.StartPaymentAsync(booking.Id, customer)).ShouldBeProblem(503, "payment_unavailable");

        await world.ReadAsync(context => context.Films.ExecuteUpdateAsync(film => film.SetProperty(f => f.TitleKo, f => f.TitleKo + "!")));

        Started(await world.StartPaymentAsync(booking.Id, customer));
        (await world.Sandbox.CheckoutsOfAsync(booking.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Start_WhenTimeIsOver_IsRefused()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(10));

        (await world.StartPaymentAsync(booking.Id, customer)).ShouldBeProblem(409, "booking_not_payable");

        (await world.Sandbox.CheckoutsOfAsync(booking.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WhenBookingIsAnothers_IsNotFound() =>
        (await world.StartPaymentAsync(booking.Id, BookingWorld.GivenCustomer())).ShouldBeProblem(404, "booking_not_found");

    [Fact]
    public async Task Notify_WhenSameEventComesTwice_IsStoredOnce()
    {
        var (checkout, body) = Notification();
        var signature = GivenWebhook.Signature(world.Clock.GetUtcNow(), body, System.Text.Encoding.UTF8.GetBytes(BookingWorld.WebhookKey));

        (await world.NotifyAsync(body, signature)).ShouldBeOfType<Ok>();
        (await world.NotifyAsync(body, signature)).ShouldBeOfType<Ok>();

        (await world.ReadAsync(context => context.PaymentNotifications.CountAsync(n => n.CheckoutId == checkout))).ShouldBe(1);
        (await world.MessagesAboutAsync(checkout)).ShouldBe(1);
    }

    [Fact]
    public async Task Notify_WhenSignatureIsWrong_StoresNothing()
    {
        var (checkout, body) = Notification();

        (await world.NotifyAsync(body, GivenWebhook.Signature(world.Clock.GetUtcNow(), body, "another key"u8.ToArray())))
            .ShouldBeProblem(400, "invalid_signature");

        (await world.ReadAsync(context => context.PaymentNotifications.CountAsync(n => n.CheckoutId == checkout))).ShouldBe(0);
        (await world.MessagesAboutAsync(checkout)).ShouldBe(0);
    }

    Task<string> GivenCreateFaultAsync(string fault) => world.Sandbox.GivenFaultAsync(
        $$"""{"fault":"{{fault}}","verbs":["create"],"metadata":{"booking":"{{booking.Id}}"},"times":1}""");

    static (string Checkout, byte[] Body) Notification()
    {
        var id = Guid.NewGuid().ToString("N");
        var body = $$$"""{"id":"evt_{{{id}}}","type":"checkout.authorized","checkout":{"id":"chk_{{{id}}}"}}""";
        return ($"chk_{id}", System.Text.Encoding.UTF8.GetBytes(body));
    }

    static PaymentResponse Started(IResult answer) => answer.ShouldBeOfType<Ok<PaymentResponse>>().Value!;
}
