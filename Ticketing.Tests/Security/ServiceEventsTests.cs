using System.Diagnostics;
using System.Net.Http.Json;
using OpenTelemetry;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Security;

/// <summary>What each service of the running system writes of what it refuses.</summary>
[Trait("Category", "Security")]
public sealed class ServiceEventsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [Trait("Asvs", "V7.1.3")]
    [Trait("Asvs", "V7.2.2")]
    [InlineData("api", "GET", "/api/bookings/0f8fad5b-d9cb-469f-a165-70867728950e", "access_refused: 401 customer_required at /api/bookings/{id:guid}")]
    [InlineData("api", "GET", "/api/staff/session", "access_refused: 401 staff_required at /api/staff/session")]
    [InlineData("api", "POST", "/api/bookings", "foreign_origin: 403 foreign_origin at /api/bookings/")]
    [InlineData("api", "GET", "/api/showings?date=never", "input_refused: 400 validation_failed at /api/showings")]
    [InlineData("api", "HOST", "/api/films", "unknown_host: 400 unknown_host at none")]
    [InlineData("api", "LINK", "/api/bookings/linked", "link_refused: 404 booking_link_wrong at /api/bookings/linked")]
    [InlineData("seat-holds", "GET", "/api/showings/1/holds/x", "access_refused: 401 customer_required at /api/showings/{showingId:long}/holds/{holdId}")]
    [InlineData("seat-holds", "POST", "/api/showings/1/holds", "foreign_origin: 403 foreign_origin at /api/showings/{showingId:long}/holds/")]
    [InlineData("seat-holds", "HOST", "/live/waiting-rooms?showing=1", "unknown_host: 400 unknown_host at none")]
    [InlineData("web", "POST", "/account/login", "foreign_origin: 403 foreign_origin at /account/login")]
    [InlineData("web", "POST", "/api/bookings", "foreign_origin: 403 foreign_origin at /api/{**rest}")]
    [InlineData("web", "HOST", "/", "unknown_host: 400 unknown_host at none")]
    [InlineData("web", "GET", "/bookings/ACDEFGHJKM?link=none.of.ours", "link_refused: 404 booking_link_wrong at /bookings/{reference:length(10)}")]
    [InlineData("web", "GET", "/bookings/ACDEFGHJKM", "access_refused: 404 booking_not_found at /bookings/{reference:length(10)}")]
    [InlineData("web", "GET", "/account/confirm?token=none", "link_refused: 200 account_link_ended at /account/{link:regex(^(confirm|reset)$)}")]
    public async Task Refusal_ByAService_IsOneEventOfIt(string service, string how, string path, string told)
    {
        await using var logs = new ServiceLogs(app.Logs, app.Model);

        var events = await EventsAsync(logs, service, trace => AskAsync(service, how, path, trace));

        events.ShouldHaveSingleItem().ShouldContain($"Security event {told}, trace ");
    }

    [Theory]
    [Trait("Asvs", "V7.2.1")]
    [InlineData("/api/staff/sign-in", "staff", true, "signed_in: 200 staff")]
    [InlineData("/api/staff/sign-in", "staff", false, "sign_in_failed: 401 login_failed")]
    [InlineData("/api/accounts/login", "customer", true, "signed_in: 200 customer")]
    [InlineData("/api/accounts/login", "customer", false, "sign_in_failed: 401 login_failed")]
    public async Task SignIn_WhetherItSucceedsOrNot_IsOneEvent(string path, string role, bool right, string told)
    {
        await using var logs = new ServiceLogs(app.Logs, app.Model);

        var events = await EventsAsync(logs, "api", async trace =>
        {
            // Somebody else each time: nobody has to wait.
            var person = await app.GivenPersonAsync(role == "staff" ? Roles.Staff : Roles.Customer);
            using var api = person.Client();
            api.DefaultRequestHeaders.Add("traceparent", trace);
            using var answer = await api.PostAsJsonAsync(path, new { email = person.Email, password = right ? person.Password : "wrong horse" });
        });

        events.ShouldHaveSingleItem().ShouldContain($"Security event {told} at {path}, trace ");
    }

    [Fact]
    [Trait("Asvs", "V7.1.3")]
    public async Task Link_OfAnAccountUsedTwice_IsAnEvent()
    {
        await using var logs = new ServiceLogs(app.Logs, app.Model);
        var email = GivenMember.NewAddress();
        (await app.AskByMailAsync("registrations", email)).Dispose();
        var token = await app.LinkTokenAsync(email);
        (await app.UseLinkAsync("confirmations", token, GivenMember.Password)).EnsureSuccessStatusCode();
        using var api = app.CreateClient("api");

        var events = await EventsAsync(logs, "api", async trace =>
        {
            using var again = new HttpRequestMessage(HttpMethod.Post, "/api/accounts/confirmations") { Content = JsonContent.Create(new { token, password = GivenMember.Password }) };
            again.Headers.Add("X-Forwarded-For", $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x10000):x}::1");
            again.Headers.Add("traceparent", trace);
            using var answer = await api.SendAsync(again);
        });

        events.ShouldHaveSingleItem().ShouldContain("Security event link_refused: 404 account_link_ended at /api/accounts/confirmations, trace ");
    }

    /// <summary>Asks until it is told, for a minute has so many of a kind, and other tests are refused much. Then what the service tells of that request.</summary>
    static async Task<IReadOnlyList<string>> EventsAsync(ServiceLogs logs, string service, Func<string, Task> ask)
    {
        // As it comes, with no header of this process's own instrumentation.
        using var suppressed = SuppressInstrumentationScope.Begin();
        var traces = new List<string>();
        return await Eventually.BecomesAsync<IReadOnlyList<string>>(
            async () =>
            {
                traces.Add(ActivityTraceId.CreateRandom().ToString());
                await ask($"00-{traces[^1]}-{ActivitySpanId.CreateRandom()}-01");
                var told = from entry in logs.Lines
                           where entry.Source.StartsWith(service, StringComparison.Ordinal) && entry.Line.Contains("Security event", StringComparison.Ordinal)
                           let trace = traces.Find(known => entry.Line.Contains(known, StringComparison.Ordinal))
                           where trace is not null
                           group entry.Line by trace;
                return told.FirstOrDefault()?.ToList() ?? [];
            },
            lines => lines.Count > 0, TimeSpan.FromMinutes(3));
    }

    async Task AskAsync(string service, string how, string path, string trace)
    {
        using var http = app.CreateClient(service);
        using var request = new HttpRequestMessage(how == "POST" ? HttpMethod.Post : HttpMethod.Get, path);
        request.Headers.Add("traceparent", trace);
        switch (how)
        {
            case "POST":
                request.Headers.Add("Cookie", $"{CustomerCookie.Name}=x");
                request.Headers.Add("Origin", "https://evil.example");
                break;
            case "HOST":
                request.Headers.Host = "evil.example";
                break;
            case "LINK":
                request.Headers.Add("Booking-Link", "none.of.ours");
                break;
        }

        using var answer = await http.SendAsync(request);
        await answer.Content.ReadAsStringAsync();
    }
}
