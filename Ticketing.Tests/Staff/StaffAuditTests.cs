using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Api.Accounts;
using Ticketing.Api.Audit;
using Ticketing.Api.Bookings;
using Ticketing.Api.Edges;
using Ticketing.Api.Staff;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;
using Ticketing.Core.Problems;
using Ticketing.Load.Stack;

namespace Ticketing.Tests.Staff;

/// <summary>Whoever of the staff reads personal data is written down, or reads nothing.</summary>
[Trait("Category", "Security")]
public sealed class StaffAuditTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    /// <summary>Every operation for staff, and as what it is written down; null where it shows no personal data, for the reason that the code gives.</summary>
    static readonly Dictionary<string, string?> Operations = new()
    {
        ["GET /api/staff/audit"] = "audit.read",
        ["GET /api/staff/bookings"] = "booking.read",
        ["GET /api/staff/bookings/{id}/events"] = "booking.history_read",
        ["POST /api/staff/bookings/{id}/cancellation"] = null,
        ["PUT /api/staff/bookings/{id}/email"] = null,
        ["GET /api/staff/bookings/{bookingId}/mails"] = "booking.mails_read",
        ["POST /api/staff/bookings/{bookingId}/mails"] = null,
        ["GET /api/staff/dead-letters"] = "dead_letters.read",
        ["POST /api/staff/dead-letters/{id}/replay"] = "dead_letter.replayed",
        ["POST /api/staff/dead-letters/replay"] = null,
        ["POST /api/staff/outbox/replay"] = null,
        ["POST /api/staff/showings/{showingId}/cancellation"] = null,
        ["GET /api/staff/showings/{showingId}/cancellation"] = null,
        ["GET /api/staff/showings/{showingId}/live-tickets"] = "live_tickets.read",
        ["POST /api/staff/sign-in"] = null,
        ["POST /api/staff/sign-out"] = null,
        ["GET /api/staff/session"] = null,
        ["POST /api/staff/password"] = null,
        ["GET /api/staff/sessions"] = null,
        ["POST /api/staff/sessions/revocation"] = null,
        ["POST /api/staff/sessions/{id}/revocation"] = null,
        ["POST /api/staff/authenticator"] = null,
        ["POST /api/staff/authenticator/confirmation"] = null,
        ["POST /api/staff/authenticator/removal"] = null,
        ["PUT /api/staff/members/{id}/lock-out"] = null,
        ["DELETE /api/staff/members/{id}/lock-out"] = null,
        ["GET /api/staff/waiting-rooms"] = null,
        ["PUT /api/staff/waiting-rooms/film/{filmId}"] = null,
        ["PUT /api/staff/waiting-rooms/showing/{showingId}"] = null,
    };

    public static IEnumerable<object?[]> Audited =>
        from operation in Operations where operation.Value is not null select new object?[] { operation.Key, operation.Value };

    [Fact]
    [Trait("Asvs", "V8.3.5")]
    public async Task Operations_ForStaff_AreAllInTheTable()
    {
        using var api = app.CreateClient("api");
        using var document = JsonDocument.Parse(await api.GetStringAsync("/api/openapi.json"));

        var operations = from path in document.RootElement.GetProperty("paths").EnumerateObject()
                         where path.Name.StartsWith("/api/staff", StringComparison.Ordinal)
                         from method in path.Value.EnumerateObject()
                         select $"{method.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}";

        operations.ShouldBe(Operations.Keys, ignoreOrder: true);
    }

    [Theory]
    [Trait("Asvs", "V8.3.5")]
    [MemberData(nameof(Audited))]
    public async Task Read_ByStaff_IsWrittenDown(string operation, string action)
    {
        using var staff = await app.GivenAdminClientAsync();
        var by = await NameOfAsync(staff);
        var (method, path) = operation.Split(' ') is [var verb, var route] ? (verb, route) : throw new ArgumentException(operation);
        var id = Guid.NewGuid();
        var asked = path.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{bookingId}", $"{id}", StringComparison.Ordinal)
            .Replace("{showingId}", $"{(await app.GivenShowingAsync()).Id}", StringComparison.Ordinal);

        using var request = new HttpRequestMessage(new HttpMethod(method), asked);
        using var answer = await staff.SendAsync(request);

        await using var database = await app.DatabaseAsync();
        var entry = await database.AuditEntries.SingleAsync(e => e.By == by && e.Action == action && !e.Subject.StartsWith("booking-reference:NONE"));
        entry.Network.ShouldNotBeNull();
        JsonDocument.Parse(entry.Details!).RootElement.GetProperty("status").GetInt32().ShouldBe((int)answer.StatusCode);
    }

    [Fact]
    [Trait("Asvs", "V7.1.4")]
    public async Task Booking_ReadByStaff_IsFoundInTheAuditByItsId()
    {
        var customer = await app.GivenCustomerAsync();
        var booking = await customer.BooksAsync(await customer.HoldsAsync((await app.GivenShowingAsync()).Id, 0));
        using var staff = await app.GivenStaffAsync();
        using var admin = await app.GivenAdminClientAsync();
        var by = await NameOfAsync(staff);

        (await staff.GetAsync($"/api/staff/bookings?reference={booking.Reference}")).EnsureSuccessStatusCode();
        (await staff.GetAsync($"/api/staff/bookings/{booking.Id}/events")).EnsureSuccessStatusCode();
        (await staff.GetAsync($"/api/staff/bookings/{booking.Id}/mails")).EnsureSuccessStatusCode();

        var page = await PageAsync(admin, $"subject=booking:{booking.Id}");
        page.Entries.Select(entry => (entry.By, entry.Action)).ShouldBe([(by, "booking.mails_read"), (by, "booking.history_read"), (by, "booking.read")]);
        page.Entries.ShouldAllBe(entry => !entry.Details!.Contains(customer.Email));
        (await PageAsync(admin, $"subject=booking:{booking.Id}&action=booking.read")).Entries.ShouldHaveSingleItem();
        var (last, first) = (page.Entries[0].At, page.Entries[^1].At);
        (await PageAsync(admin, $"subject=booking:{booking.Id}&from={Instant(first)}&until={Instant(last)}")).Entries
            .Select(entry => entry.Action).ShouldBe(["booking.history_read", "booking.read"]);
        // That somebody looked is in it, too.
        (await PageAsync(admin, $"by={await NameOfAsync(admin)}&action=audit.read")).Entries.ShouldContain(entry => entry.Details!.Contains($"{booking.Id}"));
    }

    [Fact]
    [Trait("Asvs", "V7.1.4")]
    public async Task Mail_SentAgainByStaff_IsWrittenDownWithItsNetwork()
    {
        var (booking, _) = await app.GivenTicketsAsync(await app.GivenCustomerAsync(), (await app.GivenShowingAsync()).Id, 0);
        var person = await app.GivenPersonAsync(Roles.Staff);
        using var staff = person.Client(await person.SignInAsync());

        (await staff.PostAsJsonAsync($"/api/staff/bookings/{booking.Id}/mails", new { kind = "ticket" })).EnsureSuccessStatusCode();

        await using var database = await app.DatabaseAsync();
        var entry = await database.AuditEntries.SingleAsync(e => e.Subject == $"booking:{booking.Id}" && e.Action == "booking.mail_resent");
        (entry.By, entry.Network).ShouldBe(($"staff:{person.Id}", person.Network));
    }

    [Fact]
    [Trait("Asvs", "V7.1.4")]
    public async Task Outbox_ReplayedByStaff_IsWrittenDownWithItsNetwork()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        using var staff = person.Client(await person.EnrolAsync(await person.SignInAsync()));

        (await staff.PostAsJsonAsync("/api/staff/outbox/replay", new { since = TimeProvider.System.GetUtcNow().AddSeconds(-1) })).EnsureSuccessStatusCode();

        await using var database = await app.DatabaseAsync();
        var by = $"staff:{person.Id}";
        (await database.AuditEntries.SingleAsync(e => e.By == by && e.Action == "outbox.replayed")).Network.ShouldBe(person.Network);
    }

    [Fact]
    [Trait("Asvs", "V7.3.3")]
    public async Task Audit_ForAnybodyButAdmins_IsForbidden()
    {
        using var staff = await app.GivenStaffAsync(secondFactor: true);
        using var nobody = app.CreateClient("api");

        (await (await staff.GetAsync("/api/staff/audit")).CodeAsync()).ShouldBe("403 forbidden");
        (await nobody.GetAsync("/api/staff/audit")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Trait("Asvs", "V7.1.4")]
    public async Task Audit_OfManyEntries_ComesInPages()
    {
        var by = $"staff:{Guid.NewGuid()}";
        var now = TimeProvider.System.GetUtcNow();
        await using (var database = await app.DatabaseAsync())
        {
            // Some at the same instant.
            foreach (var number in Enumerable.Range(0, 230))
                database.Audit(Core.Bookings.Actor.Named(by), "booking.read", $"booking:{number}", now.AddSeconds(-number / 3), network: null);
            await database.SaveChangesAsync();
        }

        using var admin = await app.GivenAdminClientAsync();
        var pages = new List<PageView> { await PageAsync(admin, $"by={by}") };
        while (pages[^1].Next is { } next)
            pages.Add(await PageAsync(admin, $"by={by}&before={next}"));

        pages.Select(page => page.Entries.Length).ShouldBe([100, 100, 30]);
        pages.SelectMany(page => page.Entries).Select(entry => entry.Subject).Distinct().Count().ShouldBe(230);
        (await (await admin.GetAsync($"/api/staff/audit?before={Guid.NewGuid()}")).CodeAsync()).ShouldBe("400 validation_failed");
        (await (await admin.GetAsync("/api/staff/audit?from=yesterday")).CodeAsync()).ShouldBe("400 malformed_request");
    }

    /// <summary>With a control: the same read where the row can be written.</summary>
    [Fact]
    [Trait("Asvs", "V8.3.5")]
    public async Task Read_WhenItCannotBeWrittenDown_IsRefused()
    {
        var database = await app.GivenDatabaseAsync();
        await using var service = await TestService.StartAsync(
            builder =>
            {
                builder.AddProblems();
                builder.AddApiJson();
                builder.AddTicketingDatabase();
                builder.AddAccounts();
                builder.AddCustomers();
                builder.AddStaff();
                builder.AddBookings();
            },
            app =>
            {
                app.UseProblems();
                app.UseRouting();
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapStaffBookings();
            },
            ("ConnectionStrings:ticketing", database), ("Customers:Key", new string('k', 44)), ("BookingLinks:Key", new string('l', 44)),
            ("Staff:SigningKey", await app.SecretAsync("staff-key")), ("DataProtection:Certificate", await app.SecretAsync("data-protection-certificate")));
        using var staff = service.CreateClient();
        staff.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(service, database));
        (await (await staff.GetAsync("/api/staff/bookings?reference=NONE")).CodeAsync()).ShouldBe("404 booking_not_found");

        await using (var context = TicketingApp.CreateContext(database))
            await context.Database.ExecuteSqlRawAsync("ALTER TABLE audit_entries RENAME TO lost");

        (await (await staff.GetAsync("/api/staff/bookings?reference=NONE")).CodeAsync()).ShouldBe("503 audit_unavailable");
    }

    [Fact]
    [Trait("Asvs", "V8.3.5")]
    public async Task Start_WhenAnEndpointForStaffDoesNotSayWhatItShows_Fails()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/api/staff/numbers", () => 1).ShowsNoPersonalData("A number.");
        app.MapGet("/api/films", () => 1);
        app.RequireAuditOfStaff();

        app.MapGet("/api/staff/customers", () => "Kim");

        Should.Throw<InvalidOperationException>(app.RequireAuditOfStaff).Message.ShouldContain("/api/staff/customers");
    }

    static string Instant(DateTimeOffset at) => Uri.EscapeDataString($"{at:O}");

    /// <summary>Of an audit row of theirs, found by what only they have asked for.</summary>
    /// <summary>Of a session that begins at the service, of somebody new in its database.</summary>
    static async Task<string> TokenAsync(TestService service, string database)
    {
        await using var context = TicketingApp.CreateContext(database);
        context.Roles.Add(new(Roles.Staff) { Id = Guid.NewGuid(), NormalizedName = Roles.Staff.ToUpperInvariant() });
        await context.SaveChangesAsync();
        var account = await StaffAccount.CreateAsync(context, [Roles.Staff], default);
        await using var scope = service.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var signedIn = await services.GetRequiredService<StaffSessions>().BeginAsync(
            new DefaultHttpContext(), new Member { Id = account.Id, Email = account.Email }, [Roles.Staff], secondFactor: false, language: null, default);
        await services.GetRequiredService<TicketingDbContext>().SaveChangesAsync();
        return signedIn.Token;
    }

    async Task<string> NameOfAsync(HttpClient staff)
    {
        var reference = $"NONE-{Guid.NewGuid():N}";
        (await staff.GetAsync($"/api/staff/bookings?reference={reference}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await using var database = await app.DatabaseAsync();
        return (await database.AuditEntries.SingleAsync(entry => entry.Subject == $"booking-reference:{reference}")).By;
    }

    static async Task<PageView> PageAsync(HttpClient admin, string query) =>
        await CustomerClient.ReadAsync<PageView>(await admin.GetAsync($"/api/staff/audit?{query}"));

    sealed record PageView(EntryView[] Entries, Guid? Next);

    sealed record EntryView(Guid Id, DateTimeOffset At, string By, string Action, string Subject, string? Network, string? Details);
}
