using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Ticketing.Tests.Security;

/// <summary>
/// Text of the address bar, of cookies and of forms goes into the headers of web's own calls. With line breaks in it one call would be
/// two, on a connection that other customers' calls share: each would get the answer of the one before.
/// </summary>
[Trait("Category", "Security")]
[Trait("Asvs", "V5.2.6")]
public sealed class HeaderInjectionTests(TicketingApp app, HeaderInjectionTests.Line shared) :
    IClassFixture<TicketingApp>, IClassFixture<HeaderInjectionTests.Line>, IDisposable
{
    /// <summary>Ends the header's line, and perhaps the request, and begins what nobody asked for.</summary>
    public static TheoryData<string> Attacks => new(
        "a\r\nSmuggled: yes", "a\rSmuggled: yes", "a\nSmuggled: yes", "a\0Smuggled: yes", "\r\nSmuggled: yes",
        "a\r\nHost: api\r\n\r\nGET /api/smuggled HTTP/1.1\r\nHost: api\r\nX: b", "a\n\nGET /api/smuggled HTTP/1.1\nHost: api\nX: b");

    readonly SharedLine line = shared.Shared;
    readonly CookieBrowser attacker = shared.Shared.Browser();

    public void Dispose() => attacker.Dispose();

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task MailLink_WithControlCharacters_IsNotThereAndIsNotSent(string attack)
    {
        var owners = await GivenOwnersAsync();
        var link = Uri.EscapeDataString(attack);

        foreach (var page in (string[])["", "/cancel", "/address"])
        {
            (await attacker.GetAsync($"/bookings/{owners[0].Booking.Reference}{page}?link={link}")).Status.ShouldBe(404);
            await ShouldBeUnharmedAsync(owners);
        }

        await attacker.GetAsync("/account/login");
        (await attacker.PostAsync($"/bookings/{owners[0].Booking.Reference}/cancel?link={link}", ("IdempotencyKey", "a"))).Status.ShouldBe(404);
        await ShouldBeUnharmedAsync(owners);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Pass_WithControlCharacters_IsRefusedAndIsNotSent(string attack)
    {
        var owners = await GivenOwnersAsync();
        var (showing, room) = await GivenRoomAsync();
        foreach (var name in (string[])["__Host-ticketing-pass", "ticketing-pass"])
            attacker.SetCookie($"{name}-{room}", Uri.EscapeDataString(attack));

        // As soon as seat-holds has learnt of the room.
        await Eventually.BecomesAsync(async () => (await attacker.GetAsync($"/showings/{showing}")).Status, status => status == 400);

        await ShouldBeUnharmedAsync(owners);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task IdempotencyKey_WithControlCharacters_IsRefusedAndIsNotSent(string attack)
    {
        var owners = await GivenOwnersAsync();
        var showing = await app.GivenShowingAsync();
        await attacker.GetAsync("/account/login");
        var held = await attacker.CallAsync(HttpMethod.Post, $"/api/showings/{showing.Id}/holds", new { seats = new[] { 4 } });
        held.Status.ShouldBe(201, held.Body);
        var hold = System.Text.Json.JsonDocument.Parse(held.Body).RootElement.GetProperty("holdId").GetString();

        var checkout = $"/showings/{showing.Id}/checkout?hold={Uri.EscapeDataString(hold!)}";
        (await attacker.GetAsync(checkout)).Status.ShouldBe(200);
        (await attacker.PostAsync(
            checkout, ("Form.IdempotencyKey", attack), ("Form.Email", "a@browsers.example"), ("Form.Seats[0].Index", "4"), ("Form.Seats[0].Concession", "Adult"))).Status.ShouldBe(400);
        await ShouldBeUnharmedAsync(owners);

        // Of a booking of the attacker's own, as whom the browser comes.
        using var browser = line.Browser();
        browser.SetCookie(attacker.Cookies.Single(cookie => cookie.Value == attacker.CustomerToken).Key, owners[0].Token);
        (await browser.GetAsync($"/bookings/{owners[0].Booking.Id}/cancel")).Status.ShouldBe(200);
        (await browser.PostAsync($"/bookings/{owners[0].Booking.Id}/cancel", ("IdempotencyKey", attack))).Status.ShouldBe(400);
        await ShouldBeUnharmedAsync(owners);
    }

    /// <summary>The caller is known by the header; the cookie beside it is no customer's, and nobody's to forward.</summary>
    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task CustomerCookie_BesideAGoodToken_IsNotSent(string attack)
    {
        var owners = await GivenOwnersAsync();
        await attacker.GetAsync("/account/login");
        var cookie = attacker.Cookies.Single(known => known.Value == attacker.CustomerToken).Key;
        attacker.SetCookie(cookie, Uri.EscapeDataString(attack));

        var visit = await attacker.GetAsync($"/bookings/{owners[0].Booking.Id}", ("Authorization", $"Bearer {owners[0].Token}"));

        visit.Status.ShouldBe(200);
        visit.Body.ShouldContain(owners[0].Booking.Reference);
        await ShouldBeUnharmedAsync(owners);
    }

    /// <summary>What web reads in it goes on as a bearer's token.</summary>
    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task StaffCookie_WithControlCharacters_IsNotSent(string attack)
    {
        var owners = await GivenOwnersAsync();
        attacker.SetCookie("__Host-ticketing-staff", Uri.EscapeDataString(attack));
        attacker.SetCookie("__Host-ticketing-staff-device", Uri.EscapeDataString(attack));

        (await attacker.GetAsync("/staff")).Location.ShouldBe("/staff/sign-in");

        await ShouldBeUnharmedAsync(owners);
    }

    /// <summary>What tracing passes on of a request.</summary>
    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Baggage_WithControlCharacters_StaysOneHeader(string attack)
    {
        var owners = await GivenOwnersAsync();

        await attacker.GetAsync($"/bookings/{owners[0].Booking.Id}", ("baggage", $"a={Uri.EscapeDataString(attack)}"), ("Correlation-Context", $"a={Uri.EscapeDataString(attack)}"));

        await ShouldBeUnharmedAsync(owners);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../../../waiting-rooms/1/places")]
    [InlineData("a?b=c")]
    [InlineData("a#b")]
    [InlineData("a\r\nSmuggled: yes")]
    [InlineData("a\0")]
    public async Task Hold_OfTheAddress_MakesNoOtherPathOfIt(string hold)
    {
        var showing = await app.GivenShowingAsync();
        await attacker.GetAsync("/account/login");
        var (deletions, calls) = (Sent("DELETE"), Sent("/holds"));

        (await attacker.GetAsync($"/showings/{showing.Id}/checkout?hold={Uri.EscapeDataString(hold)}")).Status.ShouldBe(410);
        // There is nothing to give back, and the way leads to the seats.
        (await attacker.PostAsync($"/showings/{showing.Id}/checkout?hold={Uri.EscapeDataString(hold)}&handler=Release")).Location.ShouldBe($"/showings/{showing.Id}");

        (Sent("DELETE"), Sent("/holds")).ShouldBe((deletions, calls));

        int Sent(string text) => line.SeatHolds.Requests.Count(request => request.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>As bytes, which no browser sends: refused by the server, or by the page.</summary>
    [Theory]
    [InlineData("GET /bookings/ACDEFGHJKM?link=a\rSmuggled: HTTP/1.1\r\nHost: web\r\n\r\n")]
    [InlineData("GET /bookings/ACDEFGHJKM?link=a\0b HTTP/1.1\r\nHost: web\r\n\r\n")]
    [InlineData("GET /bookings/ACDEFGHJKM?link=a\nSmuggled HTTP/1.1\r\nHost: web\r\n\r\n")]
    [InlineData("GET /showings/1 HTTP/1.1\r\nHost: web\r\nCookie: ticketing-customer=a\0b\r\n\r\n")]
    [InlineData("GET /showings/1 HTTP/1.1\r\nHost: web\r\nCookie: ticketing-customer=a\rb\r\n\r\n")]
    [InlineData("GET /showings/1 HTTP/1.1\r\nHost: web\r\nCookie: ticketing-customer=a\nb\r\n\r\n")]
    public async Task Request_WithBareControlCharacters_IsRefused(string request)
    {
        var asked = Asked();
        using var client = new TcpClient();
        await client.ConnectAsync(line.Address.Host, line.Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new StreamReader(client.GetStream(), Encoding.Latin1);

        int.Parse((await answer.ReadLineAsync())!.Split(' ')[1], CultureInfo.InvariantCulture).ShouldBeOneOf(400, 404);

        Asked().ShouldBe(asked);
        line.Api.Lines.ShouldNotContain(sent => sent.StartsWith("Smuggled", StringComparison.Ordinal));

        int Asked() => line.Api.Requests.Count(sent => sent.Contains("/linked", StringComparison.Ordinal));
    }

    /// <summary>Two customers with a booking each.</summary>
    async Task<Owner[]> GivenOwnersAsync()
    {
        var showing = await app.GivenShowingAsync();
        return await Task.WhenAll(GivenOwnerAsync(2), GivenOwnerAsync(9));

        async Task<Owner> GivenOwnerAsync(int seat)
        {
            var customer = await app.GivenCustomerAsync();
            var (booking, _) = await app.GivenTicketsAsync(customer, showing.Id, seat);
            return new Owner(booking, customer.Token);
        }
    }

    async Task<(long Showing, long Room)> GivenRoomAsync()
    {
        var showing = await app.GivenShowingAsync();
        return (showing.Id, await app.GivenWaitingRoomAsync(showing.Id, cap: 1));
    }

    /// <summary>Nothing but what web means to ask has been sent, and everybody gets their own, over the same connections.</summary>
    async Task ShouldBeUnharmedAsync(Owner[] owners)
    {
        foreach (var owner in owners.Concat(owners.Reverse()))
        {
            using var browser = line.Browser();
            var visit = await browser.GetAsync($"/bookings/{owner.Booking.Id}", ("Authorization", $"Bearer {owner.Token}"));
            visit.Status.ShouldBe(200);
            visit.Body.ShouldContain(owner.Booking.Reference);
            foreach (var other in owners.Where(other => other != owner))
                visit.Body.ShouldNotContain(other.Booking.Reference);
        }

        foreach (var recorded in (RecordingLine[])[line.Api, line.SeatHolds])
        {
            recorded.Lines.ShouldNotContain(sent => sent.StartsWith("Smuggled", StringComparison.OrdinalIgnoreCase));
            recorded.Requests.ShouldNotContain(sent => sent.Contains("smuggled", StringComparison.OrdinalIgnoreCase));
        }

        // So many calls, so few connections: they were shared.
        line.Api.Connections.ShouldBeLessThan(line.Api.Requests.Count);
    }

    sealed record Owner(BookingView Booking, string Token);

    /// <summary>One for all cases: what one of them smuggled would show in those after it, too.</summary>
    public sealed class Line : IAsyncLifetime
    {
        internal SharedLine Shared { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            var app = new TicketingApp();
            await app.InitializeAsync();
            Shared = await SharedLine.StartAsync(app);
        }

        public async Task DisposeAsync() => await Shared.DisposeAsync();
    }
}
