using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>Members see where they are signed in, and end what they do not want.</summary>
[Trait("Category", "Security"), Trait("Asvs", "V3.3.4")]
public sealed class OwnSessionsTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Browser = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0.0.0 Safari/537.36";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sessions_WhenListed_AreOnesOwnOfThatKindThatGoOn(bool asStaff)
    {
        var (person, stranger) = (await GivenPersonAsync(), await GivenPersonAsync());
        await BeginAsync(stranger, asStaff);
        await BeginAsync(person, !asStaff);
        var (ended, other, own) = (await BeginAsync(person, asStaff), await BeginAsync(person, asStaff), await BeginAsync(person, asStaff));
        await EndAsync(person, ended, asStaff);

        var sessions = await ListAsync(person, own, asStaff);

        sessions.Select(session => session.GetProperty("id").GetGuid()).ShouldBe([IdOf(own), IdOf(other)]);
        sessions.Select(session => session.GetProperty("isThis").GetBoolean()).ShouldBe([true, false]);
        foreach (var session in sessions)
        {
            session.GetProperty("userAgent").GetString().ShouldBe(Browser);
            session.GetProperty("network").GetString().ShouldBe(person.Network);
            session.GetProperty("usedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(session.GetProperty("createdAt").GetDateTimeOffset());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revocation_OfOneSession_EndsThatOneAlone(bool asStaff)
    {
        var person = await GivenPersonAsync();
        var (own, other, third) = (await BeginAsync(person, asStaff), await BeginAsync(person, asStaff), await BeginAsync(person, asStaff));

        (await RevokeAsync(person, own, asStaff, IdOf(other))).ShouldBe("204");

        await Eventually.BecomesAsync(() => IsKnownAsync(person, other, asStaff), known => !known);
        (await IsKnownAsync(person, own, asStaff)).ShouldBeTrue();
        (await IsKnownAsync(person, third, asStaff)).ShouldBeTrue();
        (await RevokeAsync(person, own, asStaff, IdOf(other))).ShouldBe("404 session_not_found");
        await using var database = await app.DatabaseAsync();
        var (id, row) = (IdOf(other), $"member:{person.Id}");
        (await database.Sessions.SingleAsync(session => session.Id == id)).EndedWhy.ShouldBe("revoked");
        (await database.AuditEntries.CountAsync(entry => entry.Action == "member.sessions_revoked" && entry.Subject == row)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revocation_OfTheOthers_LeavesTheOneThatAsksAndTheOtherKind(bool asStaff)
    {
        var person = await GivenPersonAsync();
        var (own, other, third, ofTheOtherKind) =
            (await BeginAsync(person, asStaff), await BeginAsync(person, asStaff), await BeginAsync(person, asStaff), await BeginAsync(person, !asStaff));

        (await RevokeAsync(person, own, asStaff)).ShouldBe("204");

        foreach (var token in (string[])[other, third])
            await Eventually.BecomesAsync(() => IsKnownAsync(person, token, asStaff), known => !known);
        (await IsKnownAsync(person, own, asStaff)).ShouldBeTrue();
        (await IsKnownAsync(person, ofTheOtherKind, !asStaff)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revocation_WithoutThePassword_ChangesNothing(bool asStaff)
    {
        var person = await GivenPersonAsync();
        var (own, other) = (await BeginAsync(person, asStaff), await BeginAsync(person, asStaff));

        (await RevokeAsync(person, own, asStaff, password: "not the password")).ShouldBe("401 login_failed");
        (await RevokeAsync(person, own, asStaff, IdOf(other), "not the password")).ShouldBe("401 login_failed");
        (await RevokeAsync(person, own, asStaff, IdOf(other), "")).ShouldBe("400 validation_failed");

        (await ListAsync(person, own, asStaff)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Revocation_OfAnothersSession_IsNotFound(bool asStaff)
    {
        var (person, stranger) = (await GivenPersonAsync(), await GivenPersonAsync());
        var (own, strangers, ofTheOtherKind) = (await BeginAsync(person, asStaff), await BeginAsync(stranger, asStaff), await BeginAsync(person, !asStaff));

        (await RevokeAsync(person, own, asStaff, IdOf(strangers))).ShouldBe("404 session_not_found");
        (await RevokeAsync(person, own, asStaff, IdOf(ofTheOtherKind))).ShouldBe("404 session_not_found");

        (await IsKnownAsync(stranger, strangers, asStaff)).ShouldBeTrue();
        (await IsKnownAsync(person, ofTheOtherKind, !asStaff)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sessions_OfAGuest_AreNone()
    {
        var guest = await Person.ReadAsync(await app.CreateClient("api").PostAsync("/api/customers", null));
        using var api = app.CreateClient("api");
        (await api.GetAsync("/api/accounts/sessions")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        api.DefaultRequestHeaders.Authorization = new("Bearer", guest.GetProperty("token").GetString());

        (await (await api.GetAsync("/api/accounts/sessions")).CodeAsync()).ShouldBe("403 member_required");
        (await (await api.PostAsJsonAsync("/api/accounts/sessions/revocation", new { password = "a" })).CodeAsync()).ShouldBe("403 member_required");
    }

    /// <summary>Nobody loses seats to a clock, but the account opens to who signed in not long ago.</summary>
    [Fact, Trait("Asvs", "V3.3.2")]
    public async Task Account_WhenTheSignInIsLongAgo_OpensAgainAfterAnother_WhileBuyingGoesOn()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        var token = await person.LogInAsync();
        var id = IdOf(token);
        await using var database = await app.DatabaseAsync();
        await database.Database.ExecuteSqlAsync($"UPDATE sessions SET created_at = now() - interval '12 hours 1 second' WHERE id = {id}");
        using var api = person.Client(token);

        foreach (var closed in (string[])["/api/accounts/sessions", "/api/accounts/data"])
            (await (await api.GetAsync(closed)).CodeAsync()).ShouldBe("401 login_again");

        var customer = new CustomerClient(api, person.Client(token, "seat-holds"), person.Id);
        await customer.BooksAsync(await customer.HoldsAsync((await app.GivenShowingAsync(seats: 4)).Id, 0, 1));
        using var browser = person.Client(service: "web");
        browser.DefaultRequestHeaders.Add("Cookie", $"{Core.Customers.CustomerCookie.Name}={token}");
        using (var page = await browser.GetAsync("/account"))
            page.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/account/login");
        (await ListAsync(person, await person.LogInAsync(), asStaff: false)).Count.ShouldBe(2);
    }

    /// <summary>As web says it, which has no other right to the table.</summary>
    [Fact]
    public async Task Session_WhenAPageIsOpened_WasUsedJustNow()
    {
        var person = await GivenPersonAsync();
        var token = await person.LogInAsync();
        var id = IdOf(token);
        await using var database = await app.DatabaseAsync();
        await database.Database.ExecuteSqlAsync($"UPDATE sessions SET created_at = now() - interval '2 days', used_at = now() - interval '2 days' WHERE id = {id}");
        var opened = TimeProvider.System.GetUtcNow().AddMinutes(-2);

        using var browser = person.Client(service: "web");
        browser.DefaultRequestHeaders.Add("Cookie", $"{Core.Customers.CustomerCookie.Name}={token}");
        (await browser.GetAsync("/")).EnsureSuccessStatusCode();

        await Eventually.BecomesAsync(
            () => database.Sessions.AsNoTracking().Where(session => session.Id == id).Select(session => session.UsedAt).SingleAsync(),
            used => used > opened, TimeSpan.FromMinutes(2));
    }

    Task<Person> GivenPersonAsync() => app.GivenPersonAsync(Roles.Customer, Roles.Staff);

    static async Task<string> BeginAsync(Person person, bool asStaff)
    {
        using var api = person.Client();
        api.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
        using var answer = await api.PostAsJsonAsync(
            asStaff ? "/api/staff/sign-in" : "/api/accounts/login", new { email = person.Email, password = person.Password });
        return (await Person.ReadAsync(answer)).GetProperty("token").GetString()!;
    }

    static async Task EndAsync(Person person, string token, bool asStaff)
    {
        using var api = person.Client(token);
        (await api.PostAsync(asStaff ? "/api/staff/sign-out" : "/api/accounts/logout", null)).EnsureSuccessStatusCode();
    }

    static async Task<List<JsonElement>> ListAsync(Person person, string token, bool asStaff)
    {
        using var api = person.Client(token);
        using var answer = await api.GetAsync(PathOf(asStaff));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return [.. (await Person.ReadAsync(answer)).EnumerateArray()];
    }

    static async Task<string> RevokeAsync(Person person, string token, bool asStaff, Guid? session = null, string? password = null)
    {
        using var api = person.Client(token);
        using var answer = await api.PostAsJsonAsync(
            session is null ? $"{PathOf(asStaff)}/revocation" : $"{PathOf(asStaff)}/{session}/revocation", new { password = password ?? person.Password });
        return answer.IsSuccessStatusCode ? $"{(int)answer.StatusCode}" : await answer.CodeAsync();
    }

    static async Task<bool> IsKnownAsync(Person person, string token, bool asStaff)
    {
        using var api = person.Client(token);
        using var answer = await api.GetAsync(PathOf(asStaff));
        return answer.StatusCode != HttpStatusCode.Unauthorized;
    }

    static string PathOf(bool asStaff) => asStaff ? "/api/staff/sessions" : "/api/accounts/sessions";

    static Guid IdOf(string token) => Guid.Parse(new JsonWebToken(token).GetClaim("sid").Value);
}
