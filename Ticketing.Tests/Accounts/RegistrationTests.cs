using System.Net;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>Addresses become members' by way of a mail, and nobody but its reader learns more than before.</summary>
[Trait("Category", "Security")]
public sealed class RegistrationTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [Trait("Asvs", "V2.5.6")]
    [InlineData("registrations")]
    [InlineData("password-resets")]
    public async Task Ask_WhetherTheAddressIsKnownOrNot_AnswersTheSame(string what)
    {
        var known = await app.RegisterMemberAsync();

        var answers = new List<string>();
        foreach (var email in (string[])[known.Email, GivenMember.NewAddress(), known.Email.ToUpperInvariant()])
            answers.Add(await DescribeAsync(await app.AskByMailAsync(what, email)));

        answers.Distinct().ShouldHaveSingleItem().ShouldStartWith("202 ");
    }

    [Fact]
    [Trait("Asvs", "V2.3.1")]
    public async Task Register_WhenTheAddressIsKnown_TellsItsOwnerAndChangesNothing()
    {
        var known = await app.RegisterMemberAsync();

        using (await app.AskByMailAsync("registrations", known.Email.ToUpperInvariant()))
        {
        }

        var mail = await app.AccountMailAsync(known.Email, mails: 2);
        mail.Subject.ShouldBe("You already have an account");
        mail.Text.ShouldContain("/account/login");
        mail.Text.ShouldContain("/account/forgot");
        mail.Text.ShouldNotContain("token=");
        (await LogsInAsync(known)).ShouldBeTrue();
    }

    [Fact]
    [Trait("Asvs", "V2.3.1")]
    public async Task Register_BeforeTheMailsLinkIsUsed_MakesNoMember()
    {
        var email = GivenMember.NewAddress();

        using (await app.AskByMailAsync("registrations", email))
        {
        }

        var token = await app.LinkTokenAsync(email);
        (await MemberAsync(email)).ShouldBeNull();
        (await LogsInAsync(new Account(email, GivenMember.Password))).ShouldBeFalse();

        using var confirmed = await app.UseLinkAsync("confirmations", token, GivenMember.Password);
        confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await MemberAsync(email))!.EmailConfirmed.ShouldBeTrue();
        (await LogsInAsync(new Account(email, GivenMember.Password))).ShouldBeTrue();
    }

    /// <summary>Somebody waits in an address until its owner comes: they would be in as well, had they chosen the password.</summary>
    [Fact]
    [Trait("Asvs", "V2.3.1")]
    public async Task Confirm_WhenSomebodyElseHadAsked_GivesTheAccountToTheMailsReaderAlone()
    {
        var email = GivenMember.NewAddress();
        var squatters = "what only the squatter knows";
        using var api = app.CreateClient("api");
        using (var asked = await api.PostAsync("/api/accounts/registrations", System.Net.Http.Json.JsonContent.Create(new { email, language = "en", password = squatters })))
            asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var squatted = await app.LinkTokenAsync(email);
        using (await app.AskByMailAsync("registrations", email))
        {
        }

        var own = await app.LinkTokenAsync(email, mails: 2);
        using (var confirmed = await app.UseLinkAsync("confirmations", own, "what only the owner knows"))
            confirmed.StatusCode.ShouldBe(HttpStatusCode.OK);

        (await LogsInAsync(new Account(email, squatters))).ShouldBeFalse();
        await EndedAsync(app.UseLinkAsync("confirmations", squatted, squatters));
        (await LogsInAsync(new Account(email, "what only the owner knows"))).ShouldBeTrue();
    }

    [Theory]
    [Trait("Asvs", "V2.7.3")]
    [InlineData("registrations", "confirmations")]
    [InlineData("password-resets", "passwords")]
    public async Task Link_UsedTenTimesAtOnce_WorksOnce(string ask, string use)
    {
        var token = await GivenLinkAsync(ask);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async number =>
        {
            using var answer = await app.UseLinkAsync(use, token, $"password of number {number}");
            return answer.StatusCode;
        }));

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(status => status == HttpStatusCode.NotFound).ShouldBe(9);
    }

    [Theory]
    [Trait("Asvs", "V2.3.1")]
    [InlineData("registrations", "confirmations", 24 * 60)]
    [InlineData("password-resets", "passwords", 60)]
    public async Task Link_WhenItsTimeIsOver_DoesNothing(string ask, string use, int minutes)
    {
        var token = await GivenLinkAsync(ask);
        var hash = AccountToken.Read(token)!.Hash;
        await using (var database = await app.DatabaseAsync())
        {
            var request = await database.AccountRequests.AsNoTracking().SingleAsync(r => r.TokenHash == hash);
            // Counted from when the mail was written, which was soon after.
            (request.TokenEndsAt!.Value - request.CreatedAt).ShouldBeInRange(TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(minutes + 30));
            (await database.Database.ExecuteSqlAsync($"UPDATE account_requests SET token_ends_at = now() - interval '1 second' WHERE token_hash = {hash}")).ShouldBe(1);
        }

        await EndedAsync(app.UseLinkAsync(use, token, GivenMember.Password));
    }

    [Theory]
    [Trait("Asvs", "V2.7.3")]
    [InlineData("registrations", "passwords", "confirmations")]
    [InlineData("password-resets", "confirmations", "passwords")]
    public async Task Link_WhenAlteredOrUsedForSomethingElse_DoesNothingAndStaysGood(string ask, string another, string own)
    {
        var token = await GivenLinkAsync(ask);

        await EndedAsync(app.UseLinkAsync(another, token, GivenMember.Password));
        await EndedAsync(app.UseLinkAsync(own, (token[0] == 'A' ? 'B' : 'A') + token[1..], GivenMember.Password));
        await EndedAsync(app.UseLinkAsync(own, token + "A", GivenMember.Password));
        await EndedAsync(app.UseLinkAsync(own, "", GivenMember.Password));
        await EndedAsync(app.UseLinkAsync(own, "'; DELETE FROM account_requests; --", GivenMember.Password));

        using var used = await app.UseLinkAsync(own, token, "another good password");
        used.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [Trait("Asvs", "V2.1.7")]
    [InlineData("registrations", "confirmations")]
    [InlineData("password-resets", "passwords")]
    public async Task Link_WhenThePasswordIsBreached_StaysGoodForABetterOne(string ask, string use)
    {
        var token = await GivenLinkAsync(ask);

        foreach (var (password, rule) in ((string, string)[])[("Password1234", "PasswordBreached"), ("short", "PasswordTooShort"), (new string('x', 129), "PasswordTooLong")])
        {
            using var refused = await app.UseLinkAsync(use, token, password);
            var body = await refused.Content.ReadAsStringAsync();
            (refused.StatusCode, body.Contains("\"password_refused\"", StringComparison.Ordinal), body.Contains(rule, StringComparison.Ordinal))
                .ShouldBe((HttpStatusCode.BadRequest, true, true), body);
        }

        using var used = await app.UseLinkAsync(use, token, "비밀번호로 쓰는 문장 🎬 " + new string('y', 50) + "z".PadLeft(20));
        used.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Asvs", "V2.7.5")]
    public async Task Link_IsKeptNowhereButInTheMail()
    {
        var email = GivenMember.NewAddress();
        using (await app.AskByMailAsync("registrations", email))
        {
        }

        var token = await app.LinkTokenAsync(email);

        await using var database = await app.DatabaseAsync();
        var hash = AccountToken.Read(token)!.Hash;
        var request = await database.AccountRequests.AsNoTracking().SingleAsync(r => r.Email == email);
        request.TokenHash.ShouldBe(hash);
        var messages = await database.Database.SqlQuery<string>(
            $"SELECT payload::text AS \"Value\" FROM outbox_messages WHERE payload::text LIKE {'%' + request.Id.ToString() + '%'}").ToListAsync();
        messages.ShouldHaveSingleItem().ShouldNotContain(email);
        var written = await database.Database.SqlQuery<string>(
            $"""
            SELECT r::text AS "Value" FROM outbox_messages r UNION ALL SELECT r::text FROM dead_letters r
            UNION ALL SELECT r::text FROM mail_deliveries r UNION ALL SELECT r::text FROM account_requests r
            """).ToListAsync();
        written.ShouldContain(row => row.Contains(request.Id.ToString(), StringComparison.Ordinal));
        written.Where(row => row.Contains(token, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Asvs", "V2.2.1")]
    public async Task Ask_WhenOneAddressIsNamedAgainAndAgain_MailsItAFewTimesAndAnswersTheSame()
    {
        var email = GivenMember.NewAddress();

        var answers = new List<string>();
        for (var time = 0; time < 12; time++)
            answers.Add(await DescribeAsync(await app.AskByMailAsync(time % 2 == 0 ? "registrations" : "password-resets", time % 3 == 0 ? email.ToUpperInvariant() : email)));

        answers.Distinct().ShouldHaveSingleItem();
        await using var database = await app.DatabaseAsync();
        var address = email.ToUpperInvariant();
        (await database.AccountRequests.CountAsync(r => r.NormalizedEmail == address)).ShouldBe(8, "four of each kind");
    }

    [Fact]
    [Trait("Asvs", "V2.2.1")]
    public async Task Ask_WhenOneNetworkAsksForManyAddresses_IsRefusedAndOthersAreNot()
    {
        // More than both replicas of api allow in two minutes.
        var flood = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => StatusAsync("203.0.113.77")));

        flood.Count(status => status == HttpStatusCode.Accepted).ShouldBeInRange(10, 40);
        flood.Where(status => status != HttpStatusCode.Accepted).ShouldAllBe(status => status == HttpStatusCode.TooManyRequests);
        (await StatusAsync("203.0.113.78")).ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [Trait("Asvs", "V5.1.3")]
    [InlineData("no address", "en", "email")]
    [InlineData("mina@example.com\r\nBcc: all@example.com", "en", "email")]
    [InlineData("mina@members.example", "fr", "language")]
    public async Task Ask_WhenTheInputIsNone_IsRefused(string email, string language, string input)
    {
        using var answer = await app.AskByMailAsync("registrations", email, language);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain(input);
    }

    async Task<string> GivenLinkAsync(string ask)
    {
        var isNew = ask == "registrations";
        var email = isNew ? GivenMember.NewAddress() : (await app.RegisterMemberAsync()).Email;
        using (await app.AskByMailAsync(ask, email))
        {
        }

        return await app.LinkTokenAsync(email, mails: isNew ? 1 : 2);
    }

    async Task<HttpStatusCode> StatusAsync(string network)
    {
        using var answer = await app.AskByMailAsync("password-resets", GivenMember.NewAddress(), from: network);
        return answer.StatusCode;
    }

    async Task<bool> LogsInAsync(Account account)
    {
        using var answer = await app.LoginAsync(account.Email, account.Password);
        return answer.IsSuccessStatusCode;
    }

    async Task<Member?> MemberAsync(string email)
    {
        await using var database = await app.DatabaseAsync();
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(member => member.Email == email);
    }

    static async Task EndedAsync(Task<HttpResponseMessage> use) => (await (await use).CodeAsync()).ShouldBe("404 account_link_ended");

    /// <summary>All that its receiver sees: status, headers and body, but for the time and the trace.</summary>
    static async Task<string> DescribeAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "traceparent"))
                .OrderBy(header => header.Key).Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
            return $"{(int)answer.StatusCode} {string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync()}";
        }
    }
}
