using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;

namespace Ticketing.Tests.EndToEnd;

/// <summary>Tickets that were paid for with a mistyped address, through the whole system: mails, their links, and the codes at the door.</summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V4.2.1")]
public sealed partial class ReaddressingTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    readonly string right = $"right-{Guid.NewGuid():N}@customers.example";

    [Fact]
    public async Task Staff_WhoCorrectTheAddress_SendNewTicketsThereAndVoidWhatWentToTheFormer()
    {
        var (customer, booking) = await GivenTicketsAsync();
        var former = LinkIn(await app.MailAsync(customer.Email));
        var person = await app.GivenPersonAsync(Core.Accounts.Roles.Staff);
        using var staff = person.Client(await person.SignInAsync());

        (await StatusAsync(CorrectAsync(staff, right))).ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(CorrectAsync(staff, right))).ShouldBe(HttpStatusCode.NoContent, "repeated, it changes nothing");

        var link = LinkIn(await app.MailAsync(right));
        var opened = await OpenAsync(link);
        opened!.Email.ShouldBe(right);
        opened.Tickets!.Select(ticket => ticket.Id).ShouldNotContain(id => booking.Tickets!.Any(before => before.Id == id));
        (await LiveTicketsAsync(booking.Id)).ShouldBe(opened.Tickets!.Select(ticket => ticket.Id), ignoreOrder: true, "what the door lets in");
        (await OpenAsync(former)).ShouldBeNull();
        using var anybody = app.CreateClient("api");
        (await (await anybody.CancelAsync($"/api/bookings/{booking.Id}/cancellation", new { }, former)).CodeAsync()).ShouldBe("404 booking_not_found");
        (await customer.BookingAsync(booking.Id)).Tickets!.Select(ticket => ticket.Code).ShouldBe(opened.Tickets!.Select(ticket => ticket.Code), "it is theirs still");
        await using var database = await app.DatabaseAsync();
        var written = await database.AuditEntries.SingleAsync(entry => entry.Subject == $"booking:{booking.Id}" && entry.Action == "booking.readdressed");
        (written.By, written.Network).ShouldBe(($"staff:{person.Id}", person.Network));
        (await database.BookingEvents.SingleAsync(moved => moved.BookingId == booking.Id && moved.Why == "Showed the card.")).By.ShouldBe($"staff:{person.Id}");

        Task<HttpResponseMessage> CorrectAsync(HttpClient by, string to) =>
            by.PutAsJsonAsync($"/api/staff/bookings/{booking.Id}/email", new { email = to, reason = "Showed the card." });
    }

    [Fact]
    public async Task Staff_WhoSayNoAddressOrNoReason_AreToldSo_AndNobodyElseCorrectsAnything()
    {
        var (customer, booking) = await GivenTicketsAsync();
        using var staff = await app.GivenStaffAsync();
        var path = $"/api/staff/bookings/{booking.Id}/email";

        (await (await staff.PutAsJsonAsync(path, new { email = "no address", reason = "why" })).CodeAsync()).ShouldBe("400 validation_failed");
        (await (await staff.PutAsJsonAsync(path, new { email = right, reason = " " })).CodeAsync()).ShouldBe("400 validation_failed");
        (await StatusAsync(customer.Api.PutAsJsonAsync(path, new { email = right, reason = "why" }))).ShouldBe(HttpStatusCode.Unauthorized);
        (await customer.BookingAsync(booking.Id)).Email.ShouldBe(customer.Email);
    }

    [Fact]
    public async Task Customer_WhoMistypedTheAddress_HasTheTicketsAtTheRightOneOnceItConfirms()
    {
        var (customer, booking) = await GivenTicketsAsync();
        var former = LinkIn(await app.MailAsync(customer.Email));

        (await StatusAsync(AskAsync(customer.Api, booking.Id, right))).ShouldBe(HttpStatusCode.Accepted);
        var confirm = LinkIn(await app.MailAsync(right));
        var stop = LinkIn(await NextMailAsync(customer.Email));
        confirm.ShouldStartWith("/bookings/address/confirm?link=");
        stop.ShouldStartWith("/bookings/address/stop?link=");

        // Neither does what the other is for, nor opens a booking.
        (await UseAsync("confirmation", stop)).ShouldBe("404 address_link_ended");
        (await UseAsync("stop", confirm)).ShouldBe("404 address_link_ended");
        (await UseAsync("confirmation", former)).ShouldBe("404 address_link_ended");
        (await OpenAsync(confirm)).ShouldBeNull();
        (await UseAsync("confirmation", confirm)).ShouldBe("204");

        var tickets = await NextMailAsync(right);
        (await OpenAsync(LinkIn(tickets)))!.Tickets!.ShouldNotBeEmpty();
        (await OpenAsync(former)).ShouldBeNull();
        (await customer.BookingAsync(booking.Id)).Email.ShouldBe(right);
    }

    [Fact]
    public async Task Reader_OfTheFormerAddress_WhoStopsIt_HasTheTicketsAgain()
    {
        var (customer, booking) = await GivenTicketsAsync();
        using var anybody = app.CreateClient("api");
        anybody.DefaultRequestHeaders.Add("X-Forwarded-For", NewNetwork());
        // By who has the mail, forwarded to them perhaps.
        (await StatusAsync(AskAsync(anybody, booking.Id, right, LinkIn(await app.MailAsync(customer.Email))))).ShouldBe(HttpStatusCode.Accepted);
        var stop = LinkIn(await NextMailAsync(customer.Email));
        (await UseAsync("confirmation", LinkIn(await app.MailAsync(right)))).ShouldBe("204");
        var taken = LinkIn(await NextMailAsync(right));
        (await OpenAsync(taken)).ShouldNotBeNull();

        (await UseAsync("stop", stop)).ShouldBe("200");

        var restored = await NextMailAsync(customer.Email, mails: 3);
        (await OpenAsync(LinkIn(restored)))!.Email.ShouldBe(customer.Email);
        (await OpenAsync(taken)).ShouldBeNull();
        (await NextMailAsync(right, mails: 3)).Text.ShouldContain(booking.Reference);
        (await (await AskAsync(customer.Api, booking.Id, right)).CodeAsync()).ShouldBe("409 address_change_stopped");
    }

    async Task<(CustomerClient Customer, BookingView Booking)> GivenTicketsAsync()
    {
        // Of a network of their own: mails are counted by it.
        var customer = await app.GivenCustomerAsync(NewNetwork());
        var (booking, _) = await app.GivenTicketsAsync(customer, (await app.GivenShowingAsync()).Id, 3, 4);
        return (customer, booking);
    }

    static async Task<HttpResponseMessage> AskAsync(HttpClient api, Guid bookingId, string email, string? page = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/bookings/{bookingId}/address-changes") { Content = JsonContent.Create(new { email }) };
        if (page is not null)
            request.Headers.Add(BookingLinkHeader.Name, TokenOf(page));
        return await api.SendAsync(request);
    }

    /// <param name="page">As the mail leads to it.</param>
    async Task<string> UseAsync(string what, string page)
    {
        using var api = app.CreateClient("api");
        using var answer = await api.PostAsJsonAsync($"/api/bookings/address-changes/{what}", new { link = TokenOf(page) });
        return answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : await answer.CodeAsync();
    }

    /// <summary>The booking that a mail's link opens, if any.</summary>
    async Task<BookingView?> OpenAsync(string page)
    {
        using var api = app.CreateClient("api");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/bookings/linked");
        request.Headers.Add(BookingLinkHeader.Name, TokenOf(page));
        using var answer = await api.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<BookingView>();
    }

    /// <summary>The newest once there are so many: with tickets, unless it is the last that is told of a change.</summary>
    Task<Mail> NextMailAsync(string recipient, int mails = 2) => app.AccountMailAsync(recipient, mails);

    async Task<List<Guid>> LiveTicketsAsync(Guid bookingId)
    {
        await using var database = await app.DatabaseAsync();
        return await database.Tickets.Where(ticket => ticket.BookingId == bookingId && ticket.CancelledAt == null).Select(ticket => ticket.Id).ToListAsync();
    }

    static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return answer.StatusCode;
    }

    static string NewNetwork() => $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x10000):x}::1";

    static string LinkIn(Mail mail) => new Uri(MailLink().Match(mail.Text).Value).PathAndQuery;

    static string TokenOf(string page) => page[(page.IndexOf('=', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex(@"https?://\S+/bookings/\S+\?link=[\w.-]+")]
    private static partial Regex MailLink();
}
