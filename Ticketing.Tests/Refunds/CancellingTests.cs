using System.Net.Http.Json;

namespace Ticketing.Tests.Refunds;

/// <summary>Tickets given back over HTTP, through the whole system: seats on the map, money in the provider's ledger.</summary>
public sealed class CancellingTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    public async Task Cancel_WhenBySeatAndThenWhole_FreesSeatsAndReturnsTheirPrice()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, payment) = await app.GivenTicketsAsync(customer, showing.Id, 12, 13);

        var one = await CustomerClient.ReadAsync<CancellationView>(await customer.CancelAsync(booking.Id, new { seats = new[] { 12 } }));
        (one.Status, one.Amount, one.Seats.Single()).ShouldBe(("confirmed", booking.Seats[0].Price, booking.Seats[0].Label));
        await Eventually.BecomesAsync(() => customer.SeatsAsync(showing.Id), seats => seats.States[12..14] == "as");
        await Eventually.BecomesAsync(() => app.CheckoutAsync(payment), checkout => checkout.RefundedAmount == one.Amount);

        var rest = await CustomerClient.ReadAsync<CancellationView>(await customer.CancelAsync(booking.Id, new { }));
        (rest.Status, rest.Seats.Single()).ShouldBe(("cancelled", booking.Seats[1].Label));
        await customer.BookingBecomesAsync(booking.Id, "refunded");
        await Eventually.BecomesAsync(() => customer.SeatsAsync(showing.Id), seats => seats.States[12..14] == "aa");
        (await app.CheckoutAsync(payment)).RefundedAmount.ShouldBe(booking.Amount);
    }

    [Fact]
    public async Task CallOff_WhenUnpaid_FreesTheSeatsAndClosesTheCheckout()
    {
        var showing = await app.GivenShowingAsync();
        var (customer, next) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var booking = await customer.BooksAsync(await customer.HoldsAsync(showing.Id, 7));
        var payment = await customer.StartsPaymentAsync(booking.Id);
        using var staff = await app.GivenStaffAsync(secondFactor: true);

        var cancelled = await CustomerClient.ReadAsync<CancellationView>(await customer.CancelAsync(booking.Id, new { }));

        (cancelled.Status, cancelled.Amount, cancelled.Seats.Single()).ShouldBe(("cancelled", 0L, booking.Seats[0].Label));
        await Eventually.BecomesAsync(() => next.SeatsAsync(showing.Id), seats => seats.States[7] == 'a');
        await next.HoldsAsync(showing.Id, 7);
        await Eventually.BecomesAsync(() => app.CheckoutAsync(payment), checkout => checkout.Status == "canceled");
        var events = await staff.GetFromJsonAsync<EventView[]>($"/api/staff/bookings/{booking.Id}/events");
        events!.Select(e => (e.To, e.Why)).ShouldBe([("pendingPayment", "placed"), ("cancelled", "customer_cancelled")]);
        (await (await staff.GetAsync($"/api/staff/bookings/{Guid.NewGuid()}/events")).CodeAsync()).ShouldBe("404 booking_not_found");
    }

    sealed record EventView(string To, string Why);

    [Fact]
    public async Task Cancel_WhenByTheMailsLink_NeedsNoCustomer()
    {
        var showing = await app.GivenShowingAsync();
        var (booking, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 3);
        using var anybody = app.CreateClient("api");
        var link = await app.LinkOfAsync(booking.Id);

        using (var see = new HttpRequestMessage(HttpMethod.Get, "/api/bookings/linked"))
        {
            see.Headers.Add("Booking-Link", link);
            (await CustomerClient.ReadAsync<BookingView>(await anybody.SendAsync(see))).Reference.ShouldBe(booking.Reference);
        }

        var path = $"/api/bookings/{booking.Id}/cancellation";
        using var first = await anybody.CancelAsync(path, new { }, link, "key");
        using var again = await anybody.CancelAsync(path, new { }, link, "key");

        first.EnsureSuccessStatusCode();
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Cancel_WhenItIsAnothers_IsNotThere()
    {
        var showing = await app.GivenShowingAsync();
        var (own, other) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var (booking, _) = await app.GivenTicketsAsync(own, showing.Id, 3);
        var (others, _) = await app.GivenTicketsAsync(other, showing.Id, 8);
        using var anybody = app.CreateClient("api");
        var path = $"/api/bookings/{booking.Id}/cancellation";

        (await (await other.CancelAsync(booking.Id, new { })).CodeAsync()).ShouldBe("404 booking_not_found");
        (await (await anybody.CancelAsync(path, new { })).CodeAsync()).ShouldBe("404 booking_not_found");
        (await (await anybody.CancelAsync(path, new { }, await app.LinkOfAsync(others.Id))).CodeAsync()).ShouldBe("404 booking_not_found");
        (await (await anybody.GetAsync("/api/bookings/linked")).CodeAsync()).ShouldBe("404 booking_not_found");
        (await own.BookingAsync(booking.Id)).Status.ShouldBe("confirmed");
    }

    [Fact]
    public async Task Cancel_WhenTheRequestIsBad_SaysWhatIsMissing()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var customer = await app.GivenCustomerAsync();
        var id = Guid.NewGuid();

        (await (await customer.CancelAsync(id, new { }, key: "")).CodeAsync()).ShouldBe("400 idempotency_key_required");
        (await (await customer.CancelAsync(id, new { seats = Array.Empty<int>() })).CodeAsync()).ShouldBe("400 validation_failed");
        (await (await staff.CancelAsync($"/api/staff/bookings/{id}/cancellation", new { })).CodeAsync()).ShouldBe("400 validation_failed");
        (await (await staff.CancelAsync($"/api/staff/bookings/{id}/cancellation", new { reason = "Why not." })).CodeAsync()).ShouldBe("404 booking_not_found");
        (await (await staff.PostAsJsonAsync("/api/staff/showings/1/cancellation", new { reason = " " })).CodeAsync()).ShouldBe("400 validation_failed");
        (await (await staff.PostAsJsonAsync($"/api/staff/showings/{long.MaxValue}/cancellation", new { reason = "Why not." })).CodeAsync()).ShouldBe("404 showing_not_found");
        (await (await staff.GetAsync($"/api/staff/showings/{long.MaxValue}/cancellation")).CodeAsync()).ShouldBe("404 showing_not_cancelled");
        (await (await customer.CancelAsStaffAsync(id)).CodeAsync()).ShouldBe("401 staff_required");
    }

    [Fact]
    public async Task CancelShowing_WhenStaffDo_RefundsEverybodyAndStopsTheSale()
    {
        var showing = await app.GivenShowingAsync();
        var (one, two, unpaid) = (await app.GivenCustomerAsync(), await app.GivenCustomerAsync(), await app.GivenCustomerAsync());
        var (first, firstPayment) = await app.GivenTicketsAsync(one, showing.Id, 0, 1);
        var (second, secondPayment) = await app.GivenTicketsAsync(two, showing.Id, 5);
        var open = await unpaid.BooksAsync(await unpaid.HoldsAsync(showing.Id, 10));
        var openPayment = await unpaid.StartsPaymentAsync(open.Id);
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        var path = $"/api/staff/showings/{showing.Id}/cancellation";

        (await staff.PostAsJsonAsync(path, new { reason = "No power." })).EnsureSuccessStatusCode();

        await one.BookingBecomesAsync(first.Id, "refunded");
        await two.BookingBecomesAsync(second.Id, "refunded");
        await unpaid.BookingBecomesAsync(open.Id, "refused");
        (await app.CheckoutAsync(firstPayment)).RefundedAmount.ShouldBe(first.Amount);
        (await app.CheckoutAsync(secondPayment)).RefundedAmount.ShouldBe(second.Amount);
        await Eventually.BecomesAsync(() => app.CheckoutAsync(openPayment), checkout => checkout.Status == "canceled");
        (await (await one.HoldAsync(showing.Id, 14)).CodeAsync()).ShouldBe("409 showing_cancelled");
        var progress = await Eventually.BecomesAsync(
            async () => await CustomerClient.ReadAsync<ProgressView>(await staff.GetAsync(path)), view => view.CompletedAt is not null);
        (progress.Reason, progress.Bookings, progress.Refunded, progress.Pending, progress.Unpaid).ShouldBe(("No power.", 2, 2, 0, 0));
    }
}
