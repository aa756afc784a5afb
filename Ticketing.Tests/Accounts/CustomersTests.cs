using System.IdentityModel.Tokens.Jwt;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Ticketing.Core.Accounts;
using Ticketing.Core.Customers;

namespace Ticketing.Tests.Accounts;

public sealed class CustomersTests
{
    const string Key = "a key of at least thirty-two bytes";

    static readonly Guid Id = Guid.NewGuid();

    static readonly DateTimeOffset Start = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    readonly FakeTimeProvider clock = new(Start);

    [Fact]
    public async Task Guest_ByBearer_IsTheCustomer()
    {
        await using var service = await StartAsync();

        (await AskAsync(service, bearer: Tokens(service).Issue(Id).Token)).ShouldBe(new Customer(Id, IsMember: false, Email: null));
    }

    [Fact]
    public async Task Guest_ByCookie_IsTheCustomer()
    {
        await using var service = await StartAsync();

        (await AskAsync(service, cookie: Tokens(service).Issue(Id).Token)).ShouldBe(new Customer(Id, IsMember: false, Email: null));
    }

    [Fact]
    public async Task Member_HasAnAddressAndASession()
    {
        await using var service = await StartAsync();
        var session = NewSession();
        var token = Tokens(service).Issue(session, "mina@example.com").Token;

        (await AskAsync(service, bearer: token)).ShouldBe(new Customer(Id, IsMember: true, "mina@example.com") { SessionId = session.Id });
    }

    [Fact]
    public async Task Member_WhoWasAGuest_KeepsTheSessionAndItsEnd()
    {
        await using var service = await StartAsync();
        var (session, guest) = (NewSession(), Guid.NewGuid());
        var token = Tokens(service).Issue(session, "mina@example.com", guest);

        (await AskAsync(service, bearer: token.Token)).ShouldBe(
            new Customer(Id, IsMember: true, "mina@example.com") { SessionId = session.Id, FormerGuestId = guest });
        token.ExpiresAt.ShouldBe(session.ExpiresAt);
    }

    [Fact]
    public async Task Member_WhenTheSessionHasEnded_IsRefused()
    {
        await using var service = await StartAsync();
        var session = NewSession();
        var (token, other) = (Tokens(service).Issue(session, "mina@example.com").Token, Tokens(service).Issue(NewSession(), "mina@example.com").Token);
        (await SendAsync(service, "/me", bearer: token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        service.Services.GetRequiredService<EndedSessions>().Add(session.Id, session.ExpiresAt);

        await SendAsync(service, "/me", bearer: token).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "customer_required");
        (await SendAsync(service, "/me", bearer: other)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task NoToken_IsRefused()
    {
        await using var service = await StartAsync();

        var answer = await SendAsync(service, "/me");
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "customer_required");
    }

    [Fact]
    public async Task Token_OnItsLastDay_IsAcceptedAndThenRefused()
    {
        await using var service = await StartAsync();
        var token = Tokens(service).Issue(Id);
        token.ExpiresAt.ShouldBe(clock.GetUtcNow().AddDays(30));

        clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        (await SendAsync(service, "/me", bearer: token.Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(service, "/me", bearer: token.Token).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "customer_required");
    }

    public static TheoryData<string> Forgeries => new()
    {
        "not a token",
        Forge("another key of thirty-two bytes or more"),
        Forge(Key, issuer: "somebody else"),
        Forge(Key, audience: "staff"),
        Forge(Key, algorithm: SecurityAlgorithms.HmacSha512, padding: 32),
        Unsigned(),
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Token_WhenForged_IsRefusedByBearerAndCookie(string token)
    {
        await using var service = await StartAsync();

        await SendAsync(service, "/me", bearer: token).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "customer_required");
        await SendAsync(service, "/me", cookie: Uri.EscapeDataString(token)).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "customer_required");
    }

    [Fact]
    public async Task Token_LikeAForgedOneButRight_IsAccepted()
    {
        await using var service = await StartAsync();

        // The control of the test above: it is the forgery that is refused, not the way it is made.
        (await SendAsync(service, "/me", bearer: Forge(Key))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OptionalCustomer_WithoutAToken_IsNull()
    {
        await using var service = await StartAsync();

        (await (await SendAsync(service, "/maybe")).Content.ReadAsStringAsync()).ShouldBe("nobody");
    }

    [Theory]
    [InlineData("")]
    [InlineData("thirty-one bytes are not enough")]
    public async Task Host_WithAWeakKey_DoesNotStart(string key) =>
        (await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(key))).Message.ShouldContain("Customers:Key");

    [Fact]
    public async Task Cookie_IsForTheServerOnly()
    {
        await using var service = await StartAsync();

        using var client = service.CreateClient();
        using var answer = await client.GetAsync("/welcome");

        var cookie = answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldStartWith("__Host-ticketing-customer=");
        cookie.ShouldContain("secure");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("path=/");
        cookie.ShouldContain("expires=Tue, 22 Dec 2026 09:00:00 GMT");
    }

    Task<TestService> StartAsync(string key = Key) => TestService.StartAsync(
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.AddCustomers();
        },
        app =>
        {
            app.MapGet("/me", (Customer customer) => customer).RequireAuthorization();
            app.MapGet("/maybe", (Customer? customer) => customer is null ? "nobody" : "somebody");
            app.MapGet("/welcome", (HttpContext http, CustomerTokens tokens) => CustomerCookie.Write(http, tokens.Issue(Id)));
        },
        ("Customers:Key", key));

    Session NewSession() => new()
    {
        Id = Guid.NewGuid(),
        MemberId = Id,
        Kind = SessionKind.Customer,
        CreatedAt = clock.GetUtcNow(),
        UsedAt = clock.GetUtcNow(),
        ExpiresAt = clock.GetUtcNow().AddDays(20),
    };

    static CustomerTokens Tokens(TestService service) => service.Services.GetRequiredService<CustomerTokens>();

    static async Task<Customer?> AskAsync(TestService service, string? bearer = null, string? cookie = null)
    {
        using var answer = await SendAsync(service, "/me", bearer, cookie);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<Customer>();
    }

    static async Task<HttpResponseMessage> SendAsync(TestService service, string path, string? bearer = null, string? cookie = null)
    {
        using var client = service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (cookie is not null)
            request.Headers.Add("Cookie", $"{CustomerCookie.Name}={cookie}");
        return await client.SendAsync(request);
    }

    static string Forge(
        string key, string issuer = "ticketing", string audience = "customer", string algorithm = SecurityAlgorithms.HmacSha256, int padding = 0) =>
        Forger().CreateEncodedJwt(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Subject = new ClaimsIdentity([new Claim("sub", Id.ToString())]),
            Expires = Start.UtcDateTime.AddDays(9),
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key + new string('\0', padding))), algorithm),
        });

    static string Unsigned() => Forger().CreateEncodedJwt(new SecurityTokenDescriptor
    {
        Issuer = "ticketing",
        Audience = "customer",
        Subject = new ClaimsIdentity([new Claim("sub", Id.ToString())]),
        Expires = Start.UtcDateTime.AddDays(9),
    });

    /// <summary>Puts no times of its own into a token: they would be the machine's, and the services here have another clock.</summary>
    static JwtSecurityTokenHandler Forger() => new() { SetDefaultTimesOnTokenCreation = false };
}
