using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Staff;

/// <summary>Who is staff, and for how long.</summary>
[Trait("Category", "Security")]
public sealed class StaffSessionTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string Door = "/api/staff/waiting-rooms";

    [Fact, Trait("Asvs", "V4.1.1")]
    public async Task StaffEndpoints_WithAnythingButAStaffToken_AreClosed()
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        var session = SessionOf(await person.SignInAsync());
        var guest = await CustomerClient.ReadAsync<IssuedCustomer>(await app.CreateClient("api").PostAsync("/api/customers", null));
        string?[] tokens =
        [
            null,
            guest.Token,
            // Of somebody who is staff: as a customer he is one like others.
            await person.LogInAsync(),
            // The key that three services share, and what it would have to say.
            Forge(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(await app.SecretAsync("customer-key"))), SecurityAlgorithms.HmacSha256, session, "customer"),
            Forge(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(await app.SecretAsync("customer-key"))), SecurityAlgorithms.HmacSha256, session, "staff"),
        ];
        var endpoints = await EndpointsAsync();

        endpoints.Count.ShouldBeGreaterThan(12);
        foreach (var (method, path) in endpoints)
        {
            foreach (var token in tokens)
            {
                using var api = person.Client(token);
                using var answer = await api.SendAsync(new HttpRequestMessage(method, path) { Content = JsonContent.Create(new { }) });
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path} with {token}");
            }
        }
    }

    [Fact, Trait("Asvs", "V3.5.3")]
    public async Task Token_WhenForged_IsRefused()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var good = await person.SignInAsync();
        var session = SessionOf(good);
        var own = Key(await app.SecretAsync("staff-key"));
        using var strange = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // The controls: made like the forgeries, but by a key that api knows; one of the two signs, both verify.
        (await StatusAsync(person, Forge(own, SecurityAlgorithms.EcdsaSha256, session))).ShouldBe(200);
        (await StatusAsync(person, Forge(Key(await app.SecretAsync("staff-other-key")), SecurityAlgorithms.EcdsaSha256, session))).ShouldBe(200);
        string[] forgeries =
        [
            Forge(new ECDsaSecurityKey(strange) { KeyId = own.KeyId }, SecurityAlgorithms.EcdsaSha256, session),
            Forge(own, SecurityAlgorithms.EcdsaSha256, session, audience: "customer"),
            Forge(own, SecurityAlgorithms.EcdsaSha256, session, type: "JWT"),
            Forge(own, SecurityAlgorithms.EcdsaSha256, session, expiresIn: TimeSpan.FromMinutes(-1)),
            Forge(own, SecurityAlgorithms.EcdsaSha256, session with { Id = Guid.NewGuid() }),
            Unsigned(good),
        ];
        foreach (var forgery in forgeries)
            (await StatusAsync(person, forgery)).ShouldBe(401, forgery);
        (await StatusAsync(person, good)).ShouldBe(200);
        // A token that says more than the account may ends the session, whoever signed it.
        (await StatusAsync(person, Forge(own, SecurityAlgorithms.EcdsaSha256, session with { Roles = ["staff", "admin"] }))).ShouldBe(401);
        (await StatusAsync(person, good)).ShouldBe(401);
    }

    [Fact, Trait("Asvs", "V3.3.1")]
    public async Task SignOut_EndsTheSession_AndNoOther()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var (token, other) = (await person.SignInAsync(), await person.SignInAsync());
        using var api = person.Client(token);

        (await api.PostAsync("/api/staff/sign-out", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await (await api.GetAsync(Door)).CodeAsync()).ShouldBe("401 staff_required");
        (await StatusAsync(person, other)).ShouldBe(200);
    }

    [Theory, Trait("Asvs", "V3.3.2")]
    [InlineData("used_at = now() - interval '31 minutes'", "idle")]
    [InlineData("expires_at = now()", null)]
    public async Task Session_WhenItIsOld_IsOver(string change, string? why)
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.SignInAsync();
        var jwt = new JsonWebToken(token);
        (jwt.ValidTo - jwt.IssuedAt).ShouldBeLessThanOrEqualTo(TimeSpan.FromHours(12));
        await using var database = await app.DatabaseAsync();
        (await StatusAsync(person, token)).ShouldBe(200);

        await database.Database.ExecuteSqlAsync(FormattableStringFactory.Create($"UPDATE sessions SET {change} WHERE member_id = {{0}}", person.Id));

        (await StatusAsync(person, token)).ShouldBe(401);
        (await database.Sessions.SingleAsync(session => session.MemberId == person.Id)).EndedWhy.ShouldBe(why);
    }

    [Fact, Trait("Asvs", "V4.1.3")]
    public async Task Session_WhenTheRoleIsTaken_IsOver()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.SignInAsync();
        await using var database = await app.DatabaseAsync();
        (await StatusAsync(person, token)).ShouldBe(200);

        await database.UserRoles.Where(role => role.UserId == person.Id).ExecuteDeleteAsync();

        (await StatusAsync(person, token)).ShouldBe(401);
        (await database.Sessions.SingleAsync(session => session.MemberId == person.Id)).EndedWhy.ShouldBe("roles_changed");
    }

    [Fact, Trait("Asvs", "V3.3.1")]
    public async Task LockOut_ByAnAdmin_EndsAllSessionsEverywhere()
    {
        var (admin, adminToken) = await app.GivenAdminAsync();
        var person = await app.GivenPersonAsync(Roles.Staff);
        var (staff, customer) = (await person.SignInAsync(), await person.LogInAsync());
        var showing = await app.GivenShowingAsync();
        using var api = admin.Client(adminToken);
        using var ofOthers = person.Client(staff);
        (await (await ofOthers.PutAsJsonAsync($"/api/staff/members/{admin.Id}/lock-out", new { reason = "Because." })).CodeAsync()).ShouldBe("403 second_factor_required");

        (await api.PutAsJsonAsync($"/api/staff/members/{person.Id}/lock-out", new { reason = "Left us." })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await StatusAsync(person, staff)).ShouldBe(401);
        using var holds = person.Client(customer, "seat-holds");
        await Eventually.BecomesAsync(
            async () => (await holds.PostAsJsonAsync($"/api/showings/{showing.Id}/holds", new { seats = new[] { 0 } })).StatusCode, status => status == HttpStatusCode.Unauthorized);
        (await (await person.TrySignInAsync()).CodeAsync()).ShouldBe("401 login_failed");
        (await (await person.TryLogInAsync()).CodeAsync()).ShouldBe("401 login_failed");
        (await api.DeleteAsync($"/api/staff/members/{person.Id}/lock-out")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await person.TryLogInAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("Asvs", "V7.2.1")]
    public async Task SignIns_OfStaff_AreWrittenDown()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        (await person.TrySignInAsync("not the password")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var token = await person.EnrolAsync(await person.SignInAsync());
        using var api = person.Client(token);
        (await api.PostAsync("/api/staff/sign-out", null)).EnsureSuccessStatusCode();

        await using var database = await app.DatabaseAsync();
        var rows = await database.AuditEntries.Where(entry => entry.Subject == $"member:{person.Id}").OrderBy(entry => entry.Id).ToListAsync();

        rows.Select(row => row.Action).ShouldBe(["staff.sign_in_failed", "staff.signed_in", "staff.second_factor_enrolled", "staff.signed_out"], ignoreOrder: true);
        rows.ShouldAllBe(row => row.Network == person.Network);
        rows.Single(row => row.Action == "staff.sign_in_failed").By.ShouldBe("nobody");
        rows.Where(row => row.Action != "staff.sign_in_failed").ShouldAllBe(row => row.By == $"staff:{person.Id}");
        // ASVS 7.1.1: no credentials.
        foreach (var secret in (string[])[person.Password, person.Key!, token, .. person.RecoveryCodes])
            rows.ShouldAllBe(row => row.Details == null || !row.Details.Contains(secret));
    }

    async Task<List<(HttpMethod Method, string Path)>> EndpointsAsync()
    {
        var document = await app.CreateClient("api").GetFromJsonAsync<JsonElement>("/api/openapi.json");
        var endpoints = from path in document.GetProperty("paths").EnumerateObject()
                        where path.Name.StartsWith("/api/staff", StringComparison.Ordinal) && path.Name != "/api/staff/sign-in"
                        from method in path.Value.EnumerateObject()
                        select (new HttpMethod(method.Name.ToUpperInvariant()), path.Name
                            .Replace("{showingId}", "1", StringComparison.Ordinal).Replace("{filmId}", "film", StringComparison.Ordinal)
                            .Replace("{id}", $"{Guid.NewGuid()}", StringComparison.Ordinal).Replace("{bookingId}", $"{Guid.NewGuid()}", StringComparison.Ordinal));
        return [.. endpoints];
    }

    static async Task<int> StatusAsync(Person person, string token)
    {
        using var api = person.Client(token);
        using var answer = await api.GetAsync(Door);
        return (int)answer.StatusCode;
    }

    static SessionClaims SessionOf(string token)
    {
        var jwt = new JsonWebToken(token);
        return new SessionClaims(Guid.Parse(jwt.GetClaim("sid").Value), jwt.Subject, ["staff"]);
    }

    static ECDsaSecurityKey Key(string secret)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(secret), out _);
        return new ECDsaSecurityKey(key) { KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16] };
    }

    static string Forge(
        SecurityKey key, string algorithm, SessionClaims session, string audience = "staff", string type = "staff+jwt", TimeSpan? expiresIn = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "ticketing",
            Audience = audience,
            TokenType = type,
            Subject = new ClaimsIdentity(
            [
                new Claim("sub", session.Subject), new Claim("sid", $"{session.Id}"), new Claim("member", "true"), new Claim("email", "a@staff.example"),
                new Claim("amr", "pwd"), new Claim("amr", "otp"), .. session.Roles.Select(role => new Claim("role", role)),
            ]),
            Expires = now + (expiresIn ?? TimeSpan.FromHours(1)),
            SigningCredentials = new SigningCredentials(key, algorithm),
        });
    }

    static string Unsigned(string token) =>
        $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"staff+jwt"}""")}.{token.Split('.')[1]}.";

    sealed record SessionClaims(Guid Id, string Subject, string[] Roles);
}
