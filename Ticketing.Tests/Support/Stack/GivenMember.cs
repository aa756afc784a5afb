using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Support.Stack;

/// <summary>Registering as people do it: ask, open the mail, follow its link, choose a password.</summary>
static partial class GivenMember
{
    public const string Password = "Secret-password-1";

    public static string NewAddress() => $"{Guid.NewGuid():N}@members.example";

    /// <summary>Registers and confirms an address. Not signed in yet.</summary>
    public static async Task<Account> RegisterMemberAsync(this TicketingApp app, string? email = null, string password = Password)
    {
        var account = new Account(email ?? NewAddress(), password);
        (await app.AskByMailAsync("registrations", account.Email)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);
        using var answer = await app.UseLinkAsync("confirmations", await app.LinkTokenAsync(account.Email), password);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return account;
    }

    /// <param name="what"><c>registrations</c> or <c>password-resets</c>.</param>
    public static async Task<HttpResponseMessage> AskByMailAsync(
        this TicketingApp app, string what, string email, string language = "en", string? returnUrl = null, string? from = null)
    {
        using var request = From(from, $"/api/accounts/{what}", new { email, language, returnUrl });
        using var api = app.CreateClient("api");
        return await api.SendAsync(request);
    }

    /// <param name="what"><c>confirmations</c> or <c>passwords</c>.</param>
    public static async Task<HttpResponseMessage> UseLinkAsync(this TicketingApp app, string what, string token, string password)
    {
        using var request = From(null, $"/api/accounts/{what}", new { token, password });
        using var api = app.CreateClient("api");
        return await api.SendAsync(request);
    }

    public static async Task<HttpResponseMessage> LoginAsync(this TicketingApp app, string email, string password)
    {
        using var request = From(null, "/api/accounts/login", new { email, password });
        using var api = app.CreateClient("api");
        return await api.SendAsync(request);
    }

    /// <summary>What the link of the newest mail to the address carries, once there are so many, and it is good: mails are faster than commits.</summary>
    public static async Task<string> LinkTokenAsync(this TicketingApp app, string email, int mails = 1)
    {
        var token = TokenOf(await app.AccountMailAsync(email, mails));
        var hash = AccountToken.Read(token)!.Hash;
        await using var database = await app.DatabaseAsync();
        await Eventually.BecomesAsync(() => database.AccountRequests.AnyAsync(request => request.TokenHash == hash), isGood => isGood);
        return token;
    }

    /// <summary>The newest mail to the address, once there are so many.</summary>
    public static async Task<Mail> AccountMailAsync(this TicketingApp app, string email, int mails = 1)
    {
        await Eventually.BecomesAsync(() => app.MailsAsync(email), found => found.Length >= mails, TimeSpan.FromMinutes(2));
        return await app.MailAsync(email);
    }

    public static string TokenOf(Mail mail) => Token().Match(mail.Text).Groups[1].Value is { Length: > 0 } token
        ? token
        : throw new InvalidOperationException($"There is no link in '{mail.Subject}'.");

    /// <summary>As from a network of its own, unless one is named: what is counted by network is not what the test is about.</summary>
    static HttpRequestMessage From(string? network, string path, object body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Forwarded-For", network ?? NewNetwork());
        return request;
    }

    static string NewNetwork() => $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x10000):x}::1";

    [GeneratedRegex(@"\?token=([A-Za-z0-9_-]{43})\b")]
    private static partial Regex Token();
}

sealed record Account(string Email, string Password);
