using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>Who reads an address's mail gets a new password for its account, and everybody else is out.</summary>
[Trait("Category", "Security")]
public sealed class PasswordResetTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    const string New = "another good password";

    [Fact]
    [Trait("Asvs", "V2.5.6")]
    public async Task Reset_WithTheMailsLink_ReplacesThePassword()
    {
        var member = await app.RegisterMemberAsync();
        var token = await GivenLinkAsync(member);
        (await StatusAsync(app.LoginAsync(member.Email, member.Password))).ShouldBe(HttpStatusCode.OK, "asking alone changes nothing");

        (await StatusAsync(app.UseLinkAsync("passwords", token, New))).ShouldBe(HttpStatusCode.OK);

        (await StatusAsync(app.LoginAsync(member.Email, member.Password))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(app.LoginAsync(member.Email, New))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Asvs", "V2.5.5")]
    public async Task Reset_WhenDone_TellsTheMember()
    {
        var member = await app.RegisterMemberAsync();
        var token = await GivenLinkAsync(member);

        (await StatusAsync(app.UseLinkAsync("passwords", token, New))).ShouldBe(HttpStatusCode.OK);

        (await app.AccountMailAsync(member.Email, mails: 3)).Subject.ShouldBe("Your password was changed");
        await using var database = await app.DatabaseAsync();
        var id = await database.Users.Where(user => user.Email == member.Email).Select(user => user.Id).SingleAsync();
        (await database.AuditEntries.AsNoTracking().Where(entry => entry.Subject == $"member:{id}").OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync())
            .ShouldContain("account.password_reset");
    }

    [Fact]
    [Trait("Asvs", "V3.3.3")]
    public async Task Reset_WhenDone_EndsAllSessions()
    {
        var member = await app.RegisterMemberAsync();
        using var signedIn = await app.LoginAsync(member.Email, member.Password);
        using var api = app.CreateClient("api");
        api.DefaultRequestHeaders.Authorization = new("Bearer", JsonDocument.Parse(await signedIn.Content.ReadAsStringAsync()).RootElement.GetProperty("token").GetString());
        (await StatusAsync(api.GetAsync($"/api/bookings/{Guid.NewGuid()}"))).ShouldBe(HttpStatusCode.NotFound);

        (await StatusAsync(app.UseLinkAsync("passwords", await GivenLinkAsync(member), New))).ShouldBe(HttpStatusCode.OK);

        await Eventually.BecomesAsync(() => StatusAsync(api.GetAsync($"/api/bookings/{Guid.NewGuid()}")), status => status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Trait("Asvs", "V2.7.3")]
    public async Task Reset_WhenDone_VoidsTheOtherLinks()
    {
        var member = await app.RegisterMemberAsync();
        var first = await GivenLinkAsync(member);
        var second = await GivenLinkAsync(member, mails: 3);

        (await StatusAsync(app.UseLinkAsync("passwords", second, New))).ShouldBe(HttpStatusCode.OK);

        (await (await app.UseLinkAsync("passwords", first, "yet another password")).CodeAsync()).ShouldBe("404 account_link_ended");
        (await StatusAsync(app.LoginAsync(member.Email, New))).ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>Who changes the password because somebody reads his mail must not leave that somebody a way in.</summary>
    [Theory, Trait("Asvs", "V2.5.6")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Link_WhenThePasswordWasChanged_HasEnded(bool asStaff)
    {
        var person = await app.GivenPersonAsync(Roles.Staff, Roles.Customer);
        var link = await GivenLinkAsync(new Account(person.Email, person.Password), mails: 1);

        using var api = person.Client(asStaff ? await person.SignInAsync() : await person.LogInAsync());
        (await StatusAsync(api.PostAsJsonAsync($"/api/{(asStaff ? "staff" : "accounts")}/password", new { oldPassword = person.Password, newPassword = New })))
            .ShouldBe(HttpStatusCode.NoContent);

        (await (await app.UseLinkAsync("passwords", link, "yet another password")).CodeAsync()).ShouldBe("404 account_link_ended");
        (await StatusAsync(app.LoginAsync(person.Email, New))).ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The mail may be late, as when the mail server was away.</summary>
    [Fact, Trait("Asvs", "V2.5.6")]
    public async Task Request_WhenThePasswordIsChangedBeforeItsMail_IsOver()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        await using var database = await app.DatabaseAsync();
        var request = new AccountRequest
        {
            Id = Guid.CreateVersion7(),
            Kind = AccountRequestKind.PasswordReset,
            Email = person.Email,
            NormalizedEmail = person.Email.ToUpperInvariant(),
            Language = "en",
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        database.AccountRequests.Add(request);
        await database.SaveChangesAsync();

        using var api = person.Client(await person.LogInAsync());
        (await StatusAsync(api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = person.Password, newPassword = New }))).ShouldBe(HttpStatusCode.NoContent);

        (await database.AccountRequests.AsNoTracking().SingleAsync(r => r.Id == request.Id)).IsOver.ShouldBeTrue();
        // Whoever had read it before, and writes its mail now, finds out.
        request.IssueToken(TimeProvider.System.GetUtcNow());
        await Should.ThrowAsync<DbUpdateConcurrencyException>(database.SaveChangesAsync());
    }

    [Fact, Trait("Asvs", "V2.5.6")]
    public async Task Link_WhenItsMemberIsLockedOut_HasEnded()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        var account = new Account(person.Email, person.Password);
        var before = await GivenLinkAsync(account, mails: 1);
        using var admin = await app.GivenAdminClientAsync();
        var lockOut = $"/api/staff/members/{person.Id}/lock-out";

        (await StatusAsync(admin.PutAsJsonAsync(lockOut, new { reason = "Somebody else reads the mail." }))).ShouldBe(HttpStatusCode.NoContent);

        var since = await GivenLinkAsync(account, mails: 2);
        foreach (var link in (string[])[before, since])
            (await (await app.UseLinkAsync("passwords", link, New)).CodeAsync()).ShouldBe("404 account_link_ended");

        (await StatusAsync(admin.DeleteAsync(lockOut))).ShouldBe(HttpStatusCode.NoContent);
        foreach (var link in (string[])[before, since])
            (await (await app.UseLinkAsync("passwords", link, New)).CodeAsync()).ShouldBe("404 account_link_ended");
        (await StatusAsync(app.UseLinkAsync("passwords", await GivenLinkAsync(account, mails: 3), New))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Asvs", "V2.5.6")]
    public async Task Ask_WhenTheAddressIsNobodys_MailsNothing()
    {
        var email = GivenMember.NewAddress();

        (await StatusAsync(app.AskByMailAsync("password-resets", email))).ShouldBe(HttpStatusCode.Accepted);

        // The same queue has the request after it: when that one's mail is there, this one was looked at.
        await using var database = await app.DatabaseAsync();
        var asked = await database.AccountRequests.AsNoTracking().SingleAsync(request => request.Email == email);
        await Eventually.BecomesAsync(
            () => database.Database.SqlQuery<int>(
                $"SELECT count(*)::int AS \"Value\" FROM inbox_messages AS record JOIN outbox_messages AS message ON message.id = record.message_id WHERE message.payload->>'requestId' = {asked.Id.ToString()}").SingleAsync(),
            records => records == 1);
        (await app.MailsAsync(email)).ShouldBeEmpty();
        (await database.AccountRequests.AsNoTracking().SingleAsync(request => request.Email == email)).TokenHash.ShouldBeNull();
    }

    async Task<string> GivenLinkAsync(Account member, int mails = 2)
    {
        (await StatusAsync(app.AskByMailAsync("password-resets", member.Email))).ShouldBe(HttpStatusCode.Accepted);
        return await app.LinkTokenAsync(member.Email, mails);
    }

    static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        return answer.StatusCode;
    }
}
