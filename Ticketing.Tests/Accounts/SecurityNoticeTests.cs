using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>Members hear of what somebody did to their account who need not be them.</summary>
[Trait("Category", "Security")]
public sealed class SecurityNoticeTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory, Trait("Asvs", "V2.2.3")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignIn_FromANetworkThatIsNew_TellsTheMemberOnce(bool asStaff)
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        // The first says nothing, and neither does a known network, nor a failure.
        await SignInAsync(person, asStaff, "198.51.100.7");
        await SignInAsync(person, !asStaff, "198.51.100.7");
        (await (asStaff ? person.TrySignInAsync("not it", network: "198.51.100.8") : person.TryLogInAsync("not it", "198.51.100.8"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await SignInAsync(person, asStaff, "198.51.100.9");

        var mail = await app.MailAsync(person.Email);
        mail.Subject.ShouldBe("[보안] 새로운 곳에서 로그인했습니다");
        mail.Text.ShouldContain("/account/forgot");
        await SignInAsync(person, asStaff, "198.51.100.9");
        (await NoticesAsync(person)).ShouldBe(1);
    }

    [Fact, Trait("Asvs", "V2.5.5")]
    public async Task Authenticator_WhenSetUpAndRemoved_TellsTheMember()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var token = await person.EnrolAsync(await person.SignInAsync());
        await SubjectAsync(person, "[보안] 인증 앱이 등록되었습니다");
        using var api = person.Client(token);

        (await api.PostAsJsonAsync("/api/staff/authenticator/removal", new { password = person.Password, code = await person.CodeAsync(), language = "en" }))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await SubjectAsync(person, "Your authenticator was removed");
    }

    [Fact, Trait("Asvs", "V2.8.5")]
    public async Task Code_WhenShownAgain_IsRefusedAndTheMemberHearsOfIt()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        await person.EnrolAsync(await person.SignInAsync());
        // A wrong one is no news.
        (await (await person.TrySignInAsync(code: person.UsedCode == "000000" ? "000001" : "000000")).CodeAsync()).ShouldBe("401 code_wrong");
        (await NoticesAsync(person)).ShouldBe(1, "of the authenticator");

        (await (await person.TrySignInAsync(code: person.UsedCode)).CodeAsync()).ShouldBe("401 code_wrong");

        await SubjectAsync(person, "[보안] 같은 인증 코드가 두 번 쓰였습니다");
        (await NoticesAsync(person)).ShouldBe(2);
    }

    [Fact, Trait("Asvs", "V2.1.5"), Trait("Asvs", "V2.1.6")]
    public async Task Password_OfStaff_IsChangedWithTheOldOneAndTheyHearOfIt()
    {
        const string New = "something quite new";
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        var (own, other) = (await person.SignInAsync(), await person.SignInAsync());
        using var api = person.Client(own);

        (await (await api.PostAsJsonAsync("/api/staff/password", new { oldPassword = "not it", newPassword = New })).CodeAsync()).ShouldBe("401 login_failed");
        (await (await api.PostAsJsonAsync("/api/staff/password", new { oldPassword = person.Password, newPassword = "too  short" })).CodeAsync()).ShouldBe("400 password_refused");
        (await (await api.PostAsJsonAsync("/api/staff/password", new { oldPassword = person.Password, newPassword = "" })).CodeAsync()).ShouldBe("400 validation_failed");
        (await person.Client(other).GetAsync("/api/staff/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.PostAsJsonAsync("/api/staff/password", new { oldPassword = person.Password, newPassword = New, language = "en" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await api.GetAsync("/api/staff/session")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await person.Client(other).GetAsync("/api/staff/session")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await person.TrySignInAsync(New)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await SubjectAsync(person, "Your password was changed");
    }

    Task<Mail[]> SubjectAsync(Person person, string subject) =>
        Eventually.BecomesAsync(() => app.MailsAsync(person.Email), mails => mails.Any(mail => mail.Subject == subject));

    static async Task SignInAsync(Person person, bool asStaff, string network)
    {
        using var answer = await (asStaff ? person.TrySignInAsync(network: network) : person.TryLogInAsync(network: network));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    async Task<int> NoticesAsync(Person person)
    {
        await using var database = await app.DatabaseAsync();
        return await database.Database.SqlQuery<int>(
            $"SELECT count(*)::int AS \"Value\" FROM outbox_messages WHERE type = {nameof(SecurityNotice)} AND payload->>'memberId' = {person.Id.ToString()}").SingleAsync();
    }
}
