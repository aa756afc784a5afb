using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace Ticketing.Tests.EndToEnd;

/// <summary>Every wrong request gets a problem document with a stable code, and leaves everything as it was.</summary>
public sealed class BadInputTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Hold_WhenShowingIsUnknown_IsNotFound()
    {
        var customer = await app.GivenCustomerAsync();

        await customer.HoldAsync(999_999_999, 0).ShouldBeProblemAsync(HttpStatusCode.NotFound, "showing_not_found");
    }

    [Theory]
    [InlineData("unknown seat", new[] { 0, 40 }, "seat_not_found")]
    [InlineData("negative seat", new[] { -1 }, "seat_not_found")]
    [InlineData("twice-named seat", new[] { 3, 3 }, "duplicate_seat")]
    [InlineData("no seat", new int[0], "validation_failed")]
    public async Task Hold_WhenSeatsAreWrong_IsRefused(string _, int[] seats, string code)
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();

        await customer.HoldAsync(showing.Id, seats).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);

        await ShouldBeUntouchedAsync(customer, showing.Id);
    }

    [Fact]
    public async Task Hold_WhenFiftySeatsAreAsked_IsRefused()
    {
        var showing = await app.GivenShowingAsync(seats: 100);
        var customer = await app.GivenCustomerAsync();

        await customer.HoldAsync(showing.Id, [.. Enumerable.Range(0, 50)]).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "too_many_seats");

        await ShouldBeUntouchedAsync(customer, showing.Id);
    }

    [Fact]
    public async Task Hold_WhenShowingIsOverOrClosedOrNotYetOpenOrCancelled_IsRefused()
    {
        var customer = await app.GivenCustomerAsync();
        var past = await app.GivenShowingAsync(startsIn: TimeSpan.FromHours(-3));
        var closed = await app.GivenShowingAsync(startsIn: Minute, cutoffIn: -Minute);
        var unopened = await app.GivenShowingAsync(saleOpensIn: TimeSpan.FromHours(1));
        var cancelled = await app.GivenShowingAsync(cancelled: true);

        await customer.HoldAsync(past.Id, 0).ShouldBeProblemAsync(HttpStatusCode.Conflict, "sale_closed");
        await customer.HoldAsync(closed.Id, 0).ShouldBeProblemAsync(HttpStatusCode.Conflict, "sale_closed");
        await customer.HoldAsync(unopened.Id, 0).ShouldBeProblemAsync(HttpStatusCode.Conflict, "sale_not_open");
        await customer.HoldAsync(cancelled.Id, 0).ShouldBeProblemAsync(HttpStatusCode.Conflict, "showing_cancelled");

        foreach (var showing in (Core.Catalogue.Showing[])[past, closed, unopened, cancelled])
            await ShouldBeUntouchedAsync(customer, showing.Id);
    }

    [Fact]
    public async Task Hold_WhenNobodySignedIn_AsksForACustomer()
    {
        var showing = await app.GivenShowingAsync();
        using var stranger = app.CreateClient("seat-holds");

        await stranger.PostAsJsonAsync($"/api/showings/{showing.Id}/holds", new { seats = new[] { 0 } })
            .ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "customer_required");
    }

    [Fact]
    public async Task Hold_WhenItIsForeign_LooksUnknown()
    {
        var showing = await app.GivenShowingAsync();
        var owner = await app.GivenCustomerAsync();
        var other = await app.GivenCustomerAsync();
        var hold = await owner.HoldsAsync(showing.Id, 5, 6);

        await other.FindHoldAsync(showing.Id, hold.HoldId).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");
        await other.ReleaseAsync(showing.Id, hold.HoldId).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");
        await other.BookAsync(other.BookingOf(hold)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");

        var states = await owner.SeatsAsync(showing.Id, hold.Version);
        states.States.Count(state => state == 'h').ShouldBe(2);
    }

    [Fact]
    public async Task Hold_WhenASeatIsTaken_NamesItAndTakesNone()
    {
        var showing = await app.GivenShowingAsync();
        var first = await app.GivenCustomerAsync();
        var second = await app.GivenCustomerAsync();
        var hold = await first.HoldsAsync(showing.Id, 10, 11);

        var problem = await second.HoldAsync(showing.Id, 11, 12).ShouldBeProblemAsync(HttpStatusCode.Conflict, "seat_taken");

        problem.GetProperty("seats").EnumerateArray().Select(seat => seat.GetInt32()).ShouldBe([11]);
        (await first.SeatsAsync(showing.Id, hold.Version)).States.Count(state => state == 'h').ShouldBe(2);
    }

    [Fact]
    public async Task Book_WhenHoldIsReleasedOrExpired_IsNotFound()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var released = await customer.HoldsAsync(showing.Id, 0);
        (await customer.ReleaseAsync(showing.Id, released.HoldId)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var expired = await customer.HoldsAsync(showing.Id, 2, 3);
        await ExpireAsync(expired);

        await customer.BookAsync(customer.BookingOf(released)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");
        await customer.BookAsync(customer.BookingOf(expired)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");
        await customer.FindHoldAsync(showing.Id, expired.HoldId).ShouldBeProblemAsync(HttpStatusCode.NotFound, "hold_not_found");

        await ShouldHaveNoBookingAsync(showing.Id);
        await Eventually.BecomesAsync(() => customer.SeatsAsync(showing.Id), seats => seats.States.All(state => state == 'a'));
    }

    [Fact]
    public async Task Book_WhenSomethingIsMissingOrWrong_IsRefused()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(showing.Id, 0, 1);
        var adults = hold.Seats.Select(index => new { index, concession = "adult" });

        await customer.BookAsync(customer.BookingOf(hold), idempotencyKey: "").ShouldBeProblemAsync(HttpStatusCode.BadRequest, "idempotency_key_required");
        await customer.BookAsync(new { showingId = showing.Id, holdId = hold.HoldId, email = "not an address", language = "ko", seats = adults })
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await customer.BookAsync(new { showingId = showing.Id, holdId = hold.HoldId, email = customer.Email, language = "tlh", seats = adults })
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await customer.BookAsync(new { showingId = showing.Id, holdId = hold.HoldId, email = customer.Email, language = "ko", seats = adults.Take(1) })
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "seats_do_not_match_hold");

        await ShouldHaveNoBookingAsync(showing.Id);
    }

    [Fact]
    public async Task Book_WhenKeyIsReused_ReplaysTheAnswerOrRefusesAnotherBody()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(showing.Id, 0);
        var key = Guid.NewGuid().ToString();

        var first = await CustomerClient.ReadAsync<BookingView>(await customer.BookAsync(customer.BookingOf(hold), key));
        var second = await CustomerClient.ReadAsync<BookingView>(await customer.BookAsync(customer.BookingOf(hold), key));
        second.Id.ShouldBe(first.Id);
        await customer.BookAsync(customer.BookingOf(hold, "en"), key).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");

        await using var database = await app.DatabaseAsync();
        (await database.Bookings.CountAsync(booking => booking.ShowingId == showing.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Booking_WhenItIsForeign_LooksUnknown()
    {
        var showing = await app.GivenShowingAsync();
        var owner = await app.GivenCustomerAsync();
        var other = await app.GivenCustomerAsync();
        var booking = await owner.BooksAsync(await owner.HoldsAsync(showing.Id, 0));

        await other.FindBookingAsync(booking.Id).ShouldBeProblemAsync(HttpStatusCode.NotFound, "booking_not_found");
        await other.StartPaymentAsync(booking.Id).ShouldBeProblemAsync(HttpStatusCode.NotFound, "booking_not_found");
    }

    [Theory]
    [InlineData("t=1,v1=00", "invalid_signature")]
    [InlineData("nonsense", "invalid_signature")]
    [InlineData("", "invalid_signature")]
    public async Task Webhook_WhenSignatureIsWrong_ChangesNothing(string signature, string code)
    {
        using var stranger = app.CreateClient("api");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/payments/webhook");
        var checkout = $"chk_{Guid.NewGuid():N}";
        request.Content = JsonContent.Create(new { id = "evt_1", type = "checkout.authorized", checkout = new { id = checkout } });
        request.Headers.Add("Sandbox-Signature", signature);

        await stranger.SendAsync(request).ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);

        await using var database = await app.DatabaseAsync();
        (await database.PaymentNotifications.AnyAsync(notification => notification.CheckoutId == checkout)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("login", "{}")]
    [InlineData("login", """{"email":null,"password":null}""")]
    [InlineData("login", """{"email":"LONG@customers.example","password":"correct horse battery"}""")]
    [InlineData("login", """{"email":"me@customers.example","password":"LONG"}""")]
    [InlineData("registrations", "{}")]
    [InlineData("registrations", """{"email":null,"language":null}""")]
    [InlineData("registrations", """{"email":"LONG@customers.example","language":"en"}""")]
    [InlineData("password-resets", "{}")]
    [InlineData("password-resets", """{"email":"LONG@customers.example","language":"en"}""")]
    public async Task Account_WhenSomethingIsMissingOrTooLong_IsRefused(string what, string body)
    {
        using var client = app.CreateClient("api");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", $"2001:db8:acc:{Random.Shared.Next(0x10000):x}::1");
        using var content = new StringContent(body.Replace("LONG", new string('a', 10_000), StringComparison.Ordinal), Encoding.UTF8, "application/json");

        await client.PostAsync($"/api/accounts/{what}", content).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Theory]
    [InlineData("seat-holds", "/api/showings/1/holds")]
    [InlineData("api", "/api/bookings")]
    public async Task Post_WhenBodyIsMalformedOrHuge_IsRefused(string resource, string path)
    {
        var customer = await app.GivenCustomerAsync();
        using var client = resource == "api" ? customer.Api : customer.SeatHolds;
        client.DefaultRequestHeaders.Add("Idempotency-Key", "malformed");

        await client.PostAsync(path, new StringContent("{\"seats\": [", Encoding.UTF8, "application/json"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
        await client.PostAsync(path, new StringContent("[]", Encoding.UTF8, "application/json"))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "malformed_request");
        using var huge = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent($"{{\"seats\": [{new string(' ', 300_000)}]}}", Encoding.UTF8, "application/json"),
        };
        // Asks first: who goes on sending to a server that has refused and hung up may lose its answer.
        huge.Headers.ExpectContinue = true;
        await client.SendAsync(huge).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        await client.PostAsync(path, new StringContent("seats=1", Encoding.UTF8, "text/plain"))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
    }

    [Theory]
    [InlineData("api", "/api/nothing-here", "not_found")]
    [InlineData("api", "/api/showings/999999999", "showing_not_found")]
    [InlineData("api", "/api/showings?date=yesterday&cinema=x", "validation_failed")]
    [InlineData("seat-holds", "/live/showings/999999999/layout", "showing_not_found")]
    [InlineData("seat-holds", "/live/showings/999999999/seats", "showing_not_found")]
    [InlineData("seat-holds", "/live/showings/abc/seats", "not_found")]
    public async Task Get_WhenNothingIsThere_SaysSo(string resource, string path, string code)
    {
        using var client = app.CreateClient(resource);

        var response = await client.GetAsync(path);

        await response.ShouldBeProblemAsync(code == "validation_failed" ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, code);
    }

    /// <summary>Moves a hold's deadline into the past, as five minutes would.</summary>
    async Task ExpireAsync(Hold hold)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(await app.ConnectionStringAsync("redis"));
        RedisKey showing = $"showing:{{{hold.ShowingId}}}";
        await redis.GetDatabase().SortedSetAddAsync(showing.Append(":deadlines"), hold.HoldId.Split('~')[0], 1, SortedSetWhen.Exists);
        await redis.GetDatabase().HashSetAsync(showing, "soonest", 1);
    }

    static async Task ShouldBeUntouchedAsync(CustomerClient customer, long showingId) =>
        (await customer.SeatsAsync(showingId)).States.ShouldAllBe(state => state == 'a');

    async Task ShouldHaveNoBookingAsync(long showingId)
    {
        await using var database = await app.DatabaseAsync();
        (await database.Bookings.AnyAsync(booking => booking.ShowingId == showingId)).ShouldBeFalse();
    }
}
