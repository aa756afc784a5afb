using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Api.Payments;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.Payments;

/// <summary>A booking paid through Stripe, or rather through <see cref="StripeStub"/>.</summary>
public sealed class StripeWayTests(TicketingApp app) : IClassFixture<TicketingApp>, IAsyncLifetime
{
    const string WebhookKey = "whsec_of_the_tests_0123456789";

    StripeStub stripe = null!;
    BookingWorld world = null!;

    public async Task InitializeAsync()
    {
        stripe = await StripeStub.StartAsync();
        world = await BookingWorld.StartAsync(app, nameof(StripeWayTests), settings:
        [
            ("Payments:Provider", "Stripe"), ("Payments:Url", stripe.Address), ("Payments:Key", StripeStub.Key), ("Payments:WebhookKey", WebhookKey),
        ]);
    }

    public async Task DisposeAsync()
    {
        await world.DisposeAsync();
        await stripe.DisposeAsync();
    }

    [Fact]
    public async Task Pay_WhenTheWebhookComes_MakesTickets()
    {
        var (placed, session) = await GivenSessionAsync();
        stripe.Pay(session);

        (await NotifyAsync($$$"""{"id":"pi_{{{session["cs_test_".Length..]}}}","object":"payment_intent","metadata":{"booking":"{{{placed}}}"}}""")).ShouldBeOfType<Ok>();
        await world.HandleAsync($"pi_{session["cs_test_".Length..]}");

        var booking = await world.BookingAsync(placed);
        (booking.Status, booking.Tickets.Count).ShouldBe((BookingStatus.Confirmed, 2));
        (await world.Provider.Find(session, default))!.Kept.ShouldBe(booking.Amount);
    }

    [Fact]
    public async Task Pay_WhenTheWebhookIsForged_IsNotHeard()
    {
        var (placed, session) = await GivenSessionAsync();
        var body = Encoding.UTF8.GetBytes(
            "{\"id\":\"evt_1\",\"data\":{\"object\":{\"id\":\"" + session + "\",\"object\":\"checkout.session\",\"metadata\":{\"booking\":\"" + placed + "\"}}}}");

        (await world.NotifyAsync(body, GivenWebhook.Signature(world.Clock.GetUtcNow(), body, "another key"u8.ToArray()))).ShouldBeOfType<ProblemHttpResult>();
        (await NotifyAsync("""{"id":"cus_1","object":"customer"}""")).ShouldBeOfType<Ok>();

        (await world.MessagesAboutAsync(session)).ShouldBe(0);
    }

    [Fact]
    public async Task Expire_WhenNobodyPays_EndsTheSession()
    {
        var (placed, session) = await GivenSessionAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(10));

        await world.ExpireAsync();
        await world.ReconcileAsync();

        (await world.BookingAsync(placed)).Status.ShouldBe(BookingStatus.Expired);
        stripe.Requests.ShouldContain(request => request.Path == $"/v1/checkout/sessions/{session}/expire");
    }

    /// <summary>Stripe refuses a key that it is working on. That is no outage: enough of those would close the payments of everybody.</summary>
    [Fact]
    [Trait("Category", "Security")]
    [Trait("Asvs", "V11.1.6")]
    public async Task Start_WhenAskedFiveTimesAtOnce_IsAnsweredAlikeToEach()
    {
        using var refused = new ManualResetEventSlim();
        var creating = 0;
        stripe.Fault = request =>
        {
            if (request is not { Method: "POST", Path: "/v1/checkout/sessions" })
                return null;
            if (Interlocked.Increment(ref creating) == 1)
            {
                refused.Wait(TimeSpan.FromSeconds(30));
                return null;
            }

            refused.Set();
            return (HttpStatusCode.Conflict, """{"error":{"type":"idempotency_error","code":"idempotency_key_in_use","message":"busy"}}""", false);
        };
        var customer = BookingWorld.GivenCustomer();
        var placed = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3, 4);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.StartPaymentAsync(placed.Id, customer)));

        answers.Select(answer => answer.ShouldBeOfType<Ok<PaymentResponse>>().Value!.CheckoutUrl).Distinct().ShouldHaveSingleItem();
        creating.ShouldBeGreaterThan(1);
    }

    async Task<(Guid Booking, string Session)> GivenSessionAsync()
    {
        var customer = BookingWorld.GivenCustomer();
        var placed = await world.GivenBookingAsync(await world.GivenShowingAsync(), customer, 3, 4);
        var payment = (await world.StartPaymentAsync(placed.Id, customer)).ShouldBeOfType<Ok<PaymentResponse>>().Value!;
        return (placed.Id, BookingWorld.CheckoutOf(payment));
    }

    Task<Microsoft.AspNetCore.Http.IResult> NotifyAsync(string about)
    {
        var body = Encoding.UTF8.GetBytes("{\"id\":\"evt_" + Guid.NewGuid() + "\",\"data\":{\"object\":" + about + "}}");
        return world.NotifyAsync(body, GivenWebhook.Signature(world.Clock.GetUtcNow(), body, Encoding.UTF8.GetBytes(WebhookKey)));
    }
}
