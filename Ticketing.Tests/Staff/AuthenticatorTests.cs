using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Staff;

/// <summary>The second factor of staff.</summary>
[Trait("Category", "Security")]
public sealed class AuthenticatorTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Fact, Trait("Asvs", "V4.3.1")]
    public async Task Admin_WithoutAnAuthenticator_MayOnlyEnrol()
    {
        var admin = await app.GivenPersonAsync(Roles.Staff, Roles.Admin);
        var signedIn = await Person.ReadAsync(await admin.TrySignInAsync());
        signedIn.GetProperty("mustEnrol").GetBoolean().ShouldBeTrue();
        using var api = admin.Client(signedIn.GetProperty("token").GetString());

        foreach (var path in (string[])["/api/staff/waiting-rooms", "/api/staff/dead-letters", "/api/staff/bookings?reference=ABCDEFGHJK"])
            (await (await api.GetAsync(path)).CodeAsync()).ShouldBe("403 second_factor_required", path);

        using var enrolled = admin.Client(await admin.EnrolAsync(signedIn.GetProperty("token").GetString()!));
        (await enrolled.GetAsync("/api/staff/waiting-rooms")).StatusCode.ShouldBe(HttpStatusCode.OK);
        // The session from before is over: whoever had seen its token has nothing.
        (await (await api.GetAsync("/api/staff/session")).CodeAsync()).ShouldBe("401 staff_required");
    }

    [Fact, Trait("Asvs", "V4.3.1")]
    public async Task Refund_WithoutACode_IsForbidden()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.SignInAsync();
        using var api = person.Client(token);
        var (booking, showing) = ($"/api/staff/bookings/{Guid.NewGuid()}/cancellation", $"/api/staff/showings/{long.MaxValue}/cancellation");

        (await (await api.CancelAsync(booking, new { reason = "Why not." })).CodeAsync()).ShouldBe("403 second_factor_required");
        (await (await api.PostAsJsonAsync(showing, new { reason = "Why not." })).CodeAsync()).ShouldBe("403 second_factor_required");

        using var withCode = person.Client(await person.EnrolAsync(token));
        (await (await withCode.CancelAsync(booking, new { reason = "Why not." })).CodeAsync()).ShouldBe("404 booking_not_found");
        (await (await withCode.PostAsJsonAsync(showing, new { reason = "Why not." })).CodeAsync()).ShouldBe("404 showing_not_found");
    }

    [Fact, Trait("Asvs", "V4.3.1")]
    public async Task Replay_WithoutACode_IsForbidden()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        using var api = person.Client(await person.SignInAsync());

        foreach (var path in (string[])["dead-letters/6f1e4b34-0000-7000-8000-000000000000/replay", "dead-letters/replay?queue=none", "outbox/replay"])
            (await (await api.PostAsJsonAsync($"/api/staff/{path}", new { since = TimeProvider.System.GetUtcNow() })).CodeAsync()).ShouldBe("403 second_factor_required", path);
    }

    [Fact, Trait("Asvs", "V2.8.4")]
    public async Task Code_WhenItWasUsed_IsRefused()
    {
        var person = await GivenEnrolledAsync();
        var code = await person.CodeAsync();

        (await person.TrySignInAsync(code: code)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await (await person.TrySignInAsync(code: code)).CodeAsync()).ShouldBe("401 code_wrong");
        // At the same moment from two places, too.
        var next = await person.CodeAsync();
        var both = await Task.WhenAll(person.TrySignInAsync(code: next), person.TrySignInAsync(code: next));
        both.Count(answer => answer.StatusCode == HttpStatusCode.OK).ShouldBe(1);
    }

    [Fact, Trait("Asvs", "V2.8.1")]
    public async Task Code_WhenItIsMissingWrongOrOld_IsRefused()
    {
        var person = await GivenEnrolledAsync();
        var good = await person.CodeAsync();

        (await (await person.TrySignInAsync()).CodeAsync()).ShouldBe("401 code_required");
        (await (await person.TrySignInAsync(code: good == "000000" ? "000001" : "000000")).CodeAsync()).ShouldBe("401 code_wrong");
        (await (await person.TrySignInAsync("not the password", good)).CodeAsync()).ShouldBe("401 login_failed");
        (await person.TrySignInAsync(code: good)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("Asvs", "V2.2.1")]
    public async Task Code_WhenGuessed_SlowsDown()
    {
        var person = await GivenEnrolledAsync();

        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 6; guess++)
            answers.Add((await person.TrySignInAsync(code: $"{guess:000000}", network: "198.51.100.77")).StatusCode);

        answers.Count(status => status == HttpStatusCode.Unauthorized).ShouldBe(5);
        answers[^1].ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact, Trait("Asvs", "V2.5.6")]
    public async Task RecoveryCode_WhenTheAuthenticatorIsLost_LetsInOnce()
    {
        var person = await GivenEnrolledAsync();
        person.RecoveryCodes.Count.ShouldBe(10);

        var session = await Person.ReadAsync(await person.TrySignInAsync(code: person.RecoveryCodes[0]));

        session.GetProperty("secondFactor").GetBoolean().ShouldBeTrue();
        (await (await person.TrySignInAsync(code: person.RecoveryCodes[0])).CodeAsync()).ShouldBe("401 code_wrong");
        (await person.TrySignInAsync(code: person.RecoveryCodes[1])).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("Asvs", "V2.8.6")]
    public async Task Removal_NeedsThePasswordAndACode_AndEndsEverySession()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.EnrolAsync(await person.SignInAsync());
        using var api = person.Client(token);
        const string Path = "/api/staff/authenticator/removal";

        (await (await api.PostAsJsonAsync(Path, new { password = person.Password })).CodeAsync()).ShouldBe("401 code_wrong");
        (await (await api.PostAsJsonAsync(Path, new { password = person.Password, code = person.UsedCode })).CodeAsync()).ShouldBe("401 code_wrong");
        (await (await api.PostAsJsonAsync(Path, new { password = "not the password", code = await person.CodeAsync() })).CodeAsync()).ShouldBe("401 login_failed");
        (await (await api.PostAsJsonAsync("/api/staff/authenticator", new { password = person.Password })).CodeAsync()).ShouldBe("409 authenticator_enrolled");
        using var removed = await api.PostAsJsonAsync(Path, new { password = person.Password, code = await person.CodeAsync() });
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent, await removed.Content.ReadAsStringAsync());

        (await (await api.GetAsync("/api/staff/session")).CodeAsync()).ShouldBe("401 staff_required");
        (await Person.ReadAsync(await person.TrySignInAsync())).GetProperty("secondFactor").GetBoolean().ShouldBeFalse();
    }

    [Fact, Trait("Asvs", "V2.8.2")]
    public async Task Key_InTheDatabase_IsNoSecondFactor()
    {
        var person = await GivenEnrolledAsync();
        await using var database = await app.DatabaseAsync();

        var kept = await database.UserTokens.Where(token => token.UserId == person.Id).Select(token => token.Value).ToListAsync();

        kept.Count.ShouldBe(2);
        foreach (var secret in (string[])[person.Key!, .. person.RecoveryCodes])
            kept.ShouldAllBe(value => !value!.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact, Trait("Asvs", "V3.7.1")]
    public async Task Enrolment_NeedsThePassword()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        using var api = person.Client(await person.SignInAsync());

        (await (await api.PostAsJsonAsync("/api/staff/authenticator", new { })).CodeAsync()).ShouldBe("400 validation_failed");
        (await (await api.PostAsJsonAsync("/api/staff/authenticator", new { password = "not the password" })).CodeAsync()).ShouldBe("401 login_failed");
        (await (await api.PostAsJsonAsync("/api/staff/authenticator/confirmation", new { code = "000000" })).CodeAsync()).ShouldBe("401 code_wrong");
    }

    /// <summary>By somebody who knows the password, from many networks, with a customer's sign-in in between, which succeeds.</summary>
    [Fact, Trait("Asvs", "V2.2.1")]
    public async Task Codes_WhenGuessedWithTheRightPassword_HaveToWaitWhereverTheyComeFrom()
    {
        var person = await GivenEnrolledAsync();
        var answers = new List<int>();
        for (var guess = 0; guess < 8; guess++)
        {
            var network = $"198.51.100.{guess}";
            using var guessed = await person.TrySignInAsync(code: "000000", network: network);
            answers.Add((int)guessed.StatusCode);
            using var customer = await person.TryLogInAsync(network: network);
            ((int)customer.StatusCode).ShouldBe(200);
        }

        answers[..5].ShouldAllBe(status => status == 401);
        answers[^1].ShouldBe(429);
    }

    /// <summary>By somebody with the password and a session, who in between does all that a password alone is good for.</summary>
    [Theory, Trait("Asvs", "V2.8.2"), Trait("Asvs", "V2.2.1")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Removal_WhenCodesAreGuessedBetweenRightPasswords_HasToWait(bool fromOneNetwork)
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.EnrolAsync(await person.SignInAsync());
        var password = person.Password;
        var answers = new List<string>();
        for (var guess = 0; guess < 8; guess++)
        {
            using var api = person.Client(token, network: fromOneNetwork ? "198.51.100.200" : $"198.51.100.{guess}");
            answers.Add(await RemoveAsync(api, password, "000000"));
            using var begun = await api.PostAsJsonAsync("/api/staff/authenticator", new { password });
            using var revoked = await api.PostAsJsonAsync("/api/staff/sessions/revocation", new { password });
            using var changed = await api.PostAsJsonAsync("/api/staff/password", new { oldPassword = password, newPassword = $"a good new one, number {guess}" });
            if (changed.IsSuccessStatusCode)
                password = $"a good new one, number {guess}";
        }

        var looked = answers.TakeWhile(answer => answer == "401 code_wrong").Count();
        looked.ShouldBeInRange(1, 5);
        answers[looked..].ShouldAllBe(answer => answer == "429 too_many_attempts");
        if (!fromOneNetwork)
            looked.ShouldBe(5);
    }

    [Fact, Trait("Asvs", "V2.8.2"), Trait("Asvs", "V2.2.1")]
    public async Task Removal_WhenCodesWereGuessedAtSignIn_HasToWaitForThoseAsWell()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.EnrolAsync(await person.SignInAsync());
        for (var guess = 0; guess < 3; guess++)
            (await (await person.TrySignInAsync(code: "000000", network: $"203.0.113.{guess}")).CodeAsync()).ShouldBe("401 code_wrong");

        using var api = person.Client(token);
        (await RemoveAsync(api, person.Password, "000000")).ShouldBe("401 code_wrong");
        (await RemoveAsync(api, person.Password, "a-recovery-code")).ShouldBe("401 code_wrong");

        (await RemoveAsync(api, person.Password, person.RecoveryCodes[0])).ShouldBe("429 too_many_attempts");
        (await (await person.TrySignInAsync(code: person.RecoveryCodes[0], network: "203.0.113.99")).CodeAsync()).ShouldBe("429 too_many_attempts");
    }

    static async Task<string> RemoveAsync(HttpClient api, string password, string code)
    {
        using var answer = await api.PostAsJsonAsync("/api/staff/authenticator/removal", new { password, code });
        return await answer.CodeAsync();
    }

    async Task<Person> GivenEnrolledAsync()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        await person.EnrolAsync(await person.SignInAsync());
        return person;
    }
}
