using System.Net;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Web;

/// <summary>The pages that mails about accounts link to.</summary>
[Trait("Category", "Security")]
public sealed class MailedLinkTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [Trait("Asvs", "V3.4.4")]
    [InlineData("registrations", "confirm")]
    [InlineData("password-resets", "reset")]
    public async Task Link_WhenOpened_LeavesTheAddressBarAndIsNotUsedUp(string ask, string page)
    {
        var email = ask == "registrations" ? GivenMember.NewAddress() : (await app.RegisterMemberAsync()).Email;
        using (await app.AskByMailAsync(ask, email))
        {
        }

        var token = await app.LinkTokenAsync(email, mails: ask == "registrations" ? 1 : 2);

        // As programs do that look where the links of mails lead, twice.
        foreach (var _ in (int[])[1, 2])
        {
            using var answer = await GetAsync($"/account/{page}?token={token}");
            answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            answer.Headers.Location!.ToString().ShouldBe($"/account/{page}");
            var cookie = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Contains(token, StringComparison.Ordinal));
            cookie.ShouldStartWith($"__Host-ticketing-{page}=");
            foreach (var attribute in (string[])["; path=/;", "; secure", "; httponly", "; samesite=lax", "; max-age=1800"])
                cookie.ShouldContain(attribute, Case.Insensitive);
            cookie.ShouldNotContain("domain=", Case.Insensitive);
        }

        await using var database = await app.DatabaseAsync();
        (await database.AccountRequests.AnyAsync(request => request.TokenHash == AccountToken.Read(token)!.Hash)).ShouldBeTrue();
    }

    [Theory]
    [Trait("Asvs", "V5.1.3")]
    [InlineData("/account/confirm")]
    [InlineData("/account/reset")]
    [InlineData("/account/confirm?token=")]
    [InlineData("/account/confirm?token=short")]
    [InlineData("/account/reset?token=%0d%0aSet-Cookie:%20a=b%0d%0aaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Link_WhenItIsNone_SaysSo(string address)
    {
        using var answer = await GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("id=\"link-ended\"");
    }

    async Task<HttpResponseMessage> GetAsync(string address)
    {
        using var web = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address("web") };
        return await web.GetAsync(address);
    }
}
