using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Ticketing.Api.Tickets;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Workers.Payments;

namespace Ticketing.Tests.EndToEnd;

/// <summary>What a door downloads from the whole system, and what it then says of tickets without asking.</summary>
[Trait("Category", "Security")]
public sealed class LiveTicketsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact]
    [Trait("Asvs", "V11.1.5")]
    public async Task Door_WhenATicketIsRefunded_RefusesItAndLetsTheOtherIn()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 12, 13);
        using var staff = await app.GivenStaffAsync();
        var keys = await KeysAsync();
        var codes = booking.Tickets!.ToDictionary(ticket => ticket.Id, ticket => ticket.Code);

        var whole = await ListAsync(staff, showing.Id);
        whole.Tickets.ShouldBe([.. booking.Tickets!.Zip(booking.Seats, (ticket, seat) => new LiveTicket(ticket.Id, seat.Label, Concession.Adult))], ignoreOrder: true);
        (whole.ShowingId, whole.Count, whole.IsCancelled).ShouldBe((showing.Id, 2, false));
        codes.Values.ShouldAllBe(code => DoorCheck.Check(code, keys, whole, showing.StartsAt).Verdict == DoorVerdict.Valid);

        (await customer.CancelAsync(booking.Id, new { seats = new[] { 12 } })).EnsureSuccessStatusCode();

        var rest = await ListAsync(staff, showing.Id);
        var kept = rest.Tickets.Single();
        (kept.Seat, rest.Version > whole.Version, rest.AsOf >= whole.AsOf).ShouldBe((booking.Seats[1].Label, true, true));
        DoorCheck.Check(codes[kept.Id], keys, rest, showing.StartsAt).Verdict.ShouldBe(DoorVerdict.Valid);
        var refunded = codes.Single(code => code.Key != kept.Id).Value;
        DoorCheck.Check(refunded, keys, rest, showing.StartsAt).Verdict.ShouldBe(DoorVerdict.NewerThanList, "it was sold less than a minute ago");
        DoorCheck.Check(refunded, keys, rest with { AsOf = rest.AsOf.AddMinutes(2) }, showing.StartsAt).Verdict.ShouldBe(DoorVerdict.NotLive);
        DoorCheck.Check(refunded, keys, await ListAsync(staff, (await app.GivenShowingAsync()).Id), showing.StartsAt).Verdict.ShouldBe(DoorVerdict.OtherShowing);
    }

    [Fact]
    [Trait("Asvs", "V11.1.5")]
    public async Task Code_WhenBoughtForAYouth_SaysSo()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var hold = await customer.HoldsAsync(showing.Id, 3);
        var booking = await CustomerClient.ReadAsync<BookingView>(await customer.BookAsync(new
        {
            showingId = showing.Id,
            holdId = hold.HoldId,
            email = customer.Email,
            language = "en",
            seats = new[] { new { index = 3, concession = "youth" } },
        }));
        await app.PayAsync(await customer.StartsPaymentAsync(booking.Id));
        var paid = await customer.BookingBecomesAsync(booking.Id, "confirmed");
        using var staff = await app.GivenStaffAsync();

        TicketCode.Verify(paid.Tickets!.Single().Code, await KeysAsync(), TimeProvider.System.GetUtcNow())!.Concession.ShouldBe(Concession.Youth);
        (await ListAsync(staff, showing.Id)).Tickets.Single().Concession.ShouldBe(Concession.Youth);
    }

    [Fact]
    [Trait("Asvs", "V11.1.5")]
    public async Task Door_WhenTheShowingIsCancelled_LetsNobodyIn()
    {
        var showing = await app.GivenShowingAsync();
        var (booking, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), showing.Id, 0);
        using var staff = await app.GivenStaffAsync(secondFactor: true);

        (await staff.PostAsJsonAsync($"/api/staff/showings/{showing.Id}/cancellation", new { reason = "No power." })).EnsureSuccessStatusCode();

        var list = await ListAsync(staff, showing.Id);
        DoorCheck.Check(booking.Tickets!.Single().Code, await KeysAsync(), list, showing.StartsAt).Verdict.ShouldBe(DoorVerdict.ShowingCancelled);
        (await Eventually.BecomesAsync(() => ListAsync(staff, showing.Id), left => left.Count == 0)).Version.ShouldBeGreaterThan(list.Version);
    }

    [Fact]
    [Trait("Asvs", "V8.2.1")]
    public async Task List_WhenNothingChanged_IsNotSentAgain()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 0, 1);
        using var staff = await app.GivenStaffAsync();
        using var first = await staff.GetAsync(PathOf(showing.Id));
        first.Headers.CacheControl!.NoStore.ShouldBeTrue();

        (await StatusAsync(staff, showing.Id, first.Headers.ETag!.ToString())).ShouldBe(HttpStatusCode.NotModified);
        (await customer.CancelAsync(booking.Id, new { seats = new[] { 1 } })).EnsureSuccessStatusCode();

        (await StatusAsync(staff, showing.Id, first.Headers.ETag.ToString())).ShouldBe(HttpStatusCode.OK);
        await using var database = await app.DatabaseAsync();
        (await database.AuditEntries.CountAsync(entry => entry.Subject == $"showing:{showing.Id}" && entry.Action == "live_tickets.read")).ShouldBe(2);
    }

    [Fact]
    [Trait("Asvs", "V8.3.4")]
    public async Task List_WhenTicketsAreSold_SaysNothingOfTheCustomer()
    {
        var showing = await app.GivenShowingAsync();
        var customer = await app.GivenCustomerAsync();
        var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, 5);
        using var staff = await app.GivenStaffAsync();

        var content = Encoding.UTF8.GetString(Base64Url.DecodeFromChars((await SignedListAsync(staff, showing.Id)).Split('.')[2]));

        content.ShouldContain(booking.Tickets!.Single().Id.ToString());
        foreach (var personal in (string[])[booking.Reference, customer.Email, $"{customer.Id}", $"{booking.Id}", booking.Tickets!.Single().Code])
            content.ShouldNotContain(personal, Case.Insensitive);
    }

    /// <summary>api has a key for lists, and nobody takes what that signs for a ticket.</summary>
    [Fact]
    [Trait("Asvs", "V6.2.2")]
    public async Task Ticket_SignedWithTheKeyOfLists_IsNone()
    {
        var showing = await app.GivenShowingAsync();
        using var staff = await app.GivenStaffAsync();
        using var forger = new TicketSigner(await app.SecretAsync("ticket-list-key"));
        var keys = await KeysAsync();
        var forged = forger.Sign(GivenTicket.Claims(showing.Id));

        keys.ShouldNotContain(key => key.Id == forger.KeyId);
        TicketCode.Verify(forged, keys, TimeProvider.System.GetUtcNow()).ShouldBeNull();
        DoorCheck.Check(forged, keys, await ListAsync(staff, showing.Id), showing.StartsAt).Verdict.ShouldBe(DoorVerdict.UnknownKey);
    }

    [Fact]
    [Trait("Asvs", "V4.1.1")]
    public async Task List_WhenAskedByACustomerOrNobody_IsRefused()
    {
        var showing = await app.GivenShowingAsync();
        var customer = app.CreateClient("api");
        (await customer.GetAsync(PathOf(showing.Id))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var issued = await CustomerClient.ReadAsync<IssuedCustomer>(await customer.PostAsync("/api/customers", null));
        customer.DefaultRequestHeaders.Authorization = new("Bearer", issued.Token);
        (await customer.GetAsync(PathOf(showing.Id))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var staff = await app.GivenStaffAsync();
        (await (await staff.GetAsync(PathOf(long.MaxValue))).CodeAsync()).ShouldBe("404 showing_not_found");
    }

    [Fact]
    [Trait("Asvs", "V1.6.1")]
    public async Task Keys_WhenSomeAreRetired_NameTheOthers()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var retired = GivenSigningKey.Signer();
        using var verifying = GivenSigningKey.Signer();
        await using (var database = await app.DatabaseAsync())
        {
            database.AddRange(retired.Verifying(now.AddDays(-2), now.AddMinutes(-1)), verifying.Verifying(now.AddDays(-2), now.AddDays(1)));
            await database.SaveChangesAsync();
        }

        // The system's own key is known once it has signed.
        await app.GivenTicketsAsync(await app.GivenCustomerAsync(), (await app.GivenShowingAsync()).Id, 0);
        using var api = app.CreateClient("api");
        var keys = (await api.GetFromJsonAsync<KeyView[]>("/api/ticket-keys"))!;

        keys.ShouldNotContain(key => key.Id == retired.KeyId);
        keys.Single(key => key.Id == verifying.KeyId).VerifiesUntil!.Value.ShouldBe(now.AddDays(1), TimeSpan.FromMilliseconds(1));
        keys.Single(key => key.Id == verifying.KeyId).Status.ShouldBe("verifyOnly");
        (keys[0].Status, keys[0].VerifiesUntil).ShouldBe(("active", null));
        keys.Count(key => key.Status == "active").ShouldBe(1);
    }

    static string PathOf(long showingId) => $"/api/staff/showings/{showingId}/live-tickets";

    static async Task<string> SignedListAsync(HttpClient staff, long showingId) =>
        (await CustomerClient.ReadAsync<ListView>(await staff.GetAsync(PathOf(showingId)))).List;

    async Task<LiveTickets> ListAsync(HttpClient staff, long showingId)
    {
        using var api = app.CreateClient("api");
        var keys = await api.GetFromJsonAsync<TicketListKey[]>("/api/ticket-list-keys");
        return TicketList.Verify(await SignedListAsync(staff, showingId), keys!).ShouldNotBeNull();
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient staff, long showingId, string known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, PathOf(showingId));
        request.Headers.Add("If-None-Match", known);
        using var answer = await staff.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>As a door has them.</summary>
    async Task<TicketKey[]> KeysAsync()
    {
        using var api = app.CreateClient("api");
        var keys = await api.GetFromJsonAsync<KeyView[]>("/api/ticket-keys");
        return
        [
            .. keys!.Select(key => new TicketKey
            {
                Id = key.Id,
                PublicKey = key.PublicKey,
                CreatedAt = default,
                SupersededAt = key.Status == "active" ? null : DateTimeOffset.UnixEpoch,
                VerifiesUntil = key.VerifiesUntil,
            }),
        ];
    }

    sealed record KeyView(string Id, string PublicKey, string Status, DateTimeOffset? VerifiesUntil);

    sealed record ListView(string List);
}
