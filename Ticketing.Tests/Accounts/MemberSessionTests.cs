using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Npgsql;
using Ticketing.Api.Accounts;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Accounts;

/// <summary>A member's session ends on the server, and every service knows.</summary>
[Trait("Category", "Security")]
public sealed class MemberSessionTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Key = "a key of thirty-two bytes or more";

    [Fact, Trait("Asvs", "V3.3.1")]
    public async Task Logout_EndsTheTokenInEveryService_AndNoOther()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        var (token, other) = (await person.LogInAsync(), await person.LogInAsync());
        using var api = person.Client(token);
        foreach (var service in (string[])["api", "seat-holds", "web"])
            (await KnowsAsync(person, service, token)).ShouldBeTrue(service);

        (await api.PostAsync("/api/accounts/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        foreach (var service in (string[])["api", "seat-holds", "web"])
        {
            // Whichever replica is asked.
            for (var n = 0; n < 3; n++)
                await Eventually.BecomesAsync(() => KnowsAsync(person, service, token), knows => !knows);
            (await KnowsAsync(person, service, other)).ShouldBeTrue(service);
        }
    }

    [Fact, Trait("Asvs", "V3.3.3")]
    public async Task Password_WhenChanged_EndsAllOtherSessions()
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        var (own, other, staff) = (await person.LogInAsync(), await person.LogInAsync(), await person.SignInAsync());
        using var api = person.Client(own);

        // ASVS 2.1.6: the old one is needed.
        (await (await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = "not it", newPassword = "something quite new" })).CodeAsync()).ShouldBe("401 login_failed");
        (await (await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = person.Password, newPassword = "short" })).CodeAsync()).ShouldBe("400 password_refused");
        (await KnowsAsync(person, "api", other)).ShouldBeTrue();
        (await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = person.Password, newPassword = "something quite new" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await person.Client(staff).GetAsync("/api/staff/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        for (var n = 0; n < 3; n++)
            await Eventually.BecomesAsync(() => KnowsAsync(person, "seat-holds", other), knows => !knows);
        (await KnowsAsync(person, "api", own)).ShouldBeTrue();
        (await person.TryLogInAsync()).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await person.TryLogInAsync("something quite new")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("Asvs", "V4.1.3")]
    public async Task Token_OfAMember_SaysNoRolesAndNamesASession()
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff, Roles.Admin);

        var token = new JsonWebToken(await person.LogInAsync());

        token.Claims.Select(claim => claim.Type).ShouldBe(["aud", "iss", "exp", "iat", "sub", "member", "email", "sid"], ignoreOrder: true);
        await using var database = await app.DatabaseAsync();
        var session = await database.Sessions.SingleAsync(s => s.MemberId == person.Id);
        (session.Id.ToString(), session.Kind, session.Network).ShouldBe((token.GetClaim("sid").Value, SessionKind.Customer, person.Network));
    }

    [Fact, Trait("Asvs", "V3.3.1")]
    public async Task Logout_OfAGuest_IsAnsweredTheSame()
    {
        var guest = await Person.ReadAsync(await app.CreateClient("api").PostAsync("/api/customers", null));
        using var api = app.CreateClient("api");
        api.DefaultRequestHeaders.Authorization = new("Bearer", guest.GetProperty("token").GetString());

        (await api.PostAsync("/api/accounts/logout", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await (await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = "a", newPassword = "b" })).CodeAsync()).ShouldBe("403 member_required");
    }

    [Fact, Trait("Asvs", "V3.3.1")]
    public async Task EndedSession_AfterARestartAndWithoutTheDatabase_StaysEnded()
    {
        var database = await app.GivenDatabaseAsync();
        await using var line = await LineToAsync(database);
        var throughLine = new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = line.Port, Timeout = 2, CommandTimeout = 2 }.ConnectionString;
        var session = NewSession();
        await using (var context = TicketingApp.CreateContext(database))
        {
            context.Sessions.Add(session);
            await context.SaveChangesAsync();
        }

        string token;
        await using (var service = await StartAsync(throughLine))
        {
            token = ((CustomerTokens)service.Services.GetService(typeof(CustomerTokens))!).Issue(session, "a@members.example").Token;
            (await StatusAsync(service, token)).ShouldBe(HttpStatusCode.OK);
            await using (var context = TicketingApp.CreateContext(database))
                (await context.EndSessionsAsync(session.MemberId, SessionEnds.PasswordReset, default)).ShouldBe(1);
            await Eventually.BecomesAsync(() => StatusAsync(service, token), status => status == HttpStatusCode.Unauthorized);

            line.Cut();
            (await StatusAsync(service, token)).ShouldBe(HttpStatusCode.Unauthorized);
            line.Mend();
        }

        // The first request to a new process.
        await using var restarted = await StartAsync(throughLine);
        (await StatusAsync(restarted, token)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact, Trait("Asvs", "V3.5.3")]
    public async Task Token_OfAMemberWithoutASession_IsRefused()
    {
        await using var service = await StartAsync(await app.GivenDatabaseAsync());
        var tokens = (CustomerTokens)service.Services.GetService(typeof(CustomerTokens))!;
        var without = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new Microsoft.IdentityModel.Tokens.SecurityTokenDescriptor
        {
            Issuer = "ticketing",
            Audience = "customer",
            Claims = new Dictionary<string, object> { ["sub"] = $"{Guid.NewGuid()}", ["member"] = true },
            Expires = TimeProvider.System.GetUtcNow().AddHours(1).UtcDateTime,
            SigningCredentials = new(new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(System.Text.Encoding.UTF8.GetBytes(Key)), "HS256"),
        });

        (await StatusAsync(service, without)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(service, tokens.Issue(NewSession(), "a@members.example").Token)).ShouldBe(HttpStatusCode.OK);
    }

    static Session NewSession()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Session
        {
            Id = Guid.NewGuid(),
            MemberId = Guid.NewGuid(),
            Kind = SessionKind.Customer,
            CreatedAt = now,
            UsedAt = now,
            ExpiresAt = now.AddDays(30),
        };
    }

    static Task<TestService> StartAsync(string database) => TestService.StartAsync(
        builder =>
        {
            builder.AddTicketingDatabase();
            builder.AddCustomers();
            builder.AddEndedSessions();
        },
        service => service.MapGet("/me", (Customer customer) => customer).RequireAuthorization(),
        ("Customers:Key", Key), ("ConnectionStrings:ticketing", database));

    static async Task<HttpStatusCode> StatusAsync(TestService service, string token)
    {
        using var client = service.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync("/me");
        return answer.StatusCode;
    }

    /// <summary>Whether the service takes the token for a customer's.</summary>
    static async Task<bool> KnowsAsync(Person person, string service, string token)
    {
        if (service == "web")
        {
            using var browser = person.Client(service: "web");
            browser.DefaultRequestHeaders.Add("Cookie", $"{CustomerCookie.Name}={token}");
            return (await browser.GetStringAsync("/")).Contains(person.Email, StringComparison.Ordinal);
        }

        using var client = person.Client(token, service);
        var path = service == "api" ? $"/api/bookings/{Guid.NewGuid()}" : $"/api/showings/1/holds/{Guid.NewGuid():N}";
        using var answer = await client.GetAsync(path);
        return answer.StatusCode != HttpStatusCode.Unauthorized;
    }

    static Task<BrokenLine> LineToAsync(string database)
    {
        var server = new NpgsqlConnectionStringBuilder(database);
        return Task.FromResult(new BrokenLine($"tcp://{server.Host}:{server.Port}"));
    }
}
