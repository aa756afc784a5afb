using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>Guessing passwords is slow, and harms nobody but who guesses.</summary>
[Trait("Category", "Security"), Trait("Asvs", "V2.2.1")]
public sealed class SignInGuardTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_WhenAStrangerGuesses_StaysOpenForTheMember(bool asStaff)
    {
        var person = await app.GivenPersonAsync(Roles.Staff, Roles.Customer);
        var stranger = NewNetwork();

        var guesses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 6; guess++)
            guesses.Add((await TryAsync(person, asStaff, $"guess {guess}", stranger)).StatusCode);

        guesses.Take(5).ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        guesses[5].ShouldBe(HttpStatusCode.TooManyRequests);
        // Who guesses has to wait even with the right password, or the answer would tell.
        using (var right = await TryAsync(person, asStaff, person.Password, stranger))
        {
            right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            right.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        (await TryAsync(person, asStaff, person.Password, person.Network)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_WhenManyGuessAtOnce_LetsNoMoreThrough()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var stranger = NewNetwork();

        var guesses = await Task.WhenAll(Enumerable.Range(0, 25).Select(n => TryAsync(person, asStaff: true, $"guess {n}", stranger)));

        guesses.Count(guess => guess.StatusCode == HttpStatusCode.Unauthorized).ShouldBe(5);
    }

    [Fact]
    public async Task SignIn_WhenGuessedFromManyNetworks_IsSlowForThoseOnly()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        await person.SignInAsync();

        var guesses = new List<HttpStatusCode>();
        for (var guess = 0; guess < 55; guess++)
            guesses.Add((await TryAsync(person, asStaff: true, "a guess", NewNetwork())).StatusCode);

        guesses.Take(50).ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        guesses.Skip(50).ShouldContain(HttpStatusCode.TooManyRequests);
        // From where he signed in before, nothing has changed.
        (await TryAsync(person, asStaff: true, person.Password, person.Network)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task SignIn_WhenItSucceeds_ForgetsWhatFailedBefore()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        for (var round = 0; round < 3; round++)
        {
            for (var guess = 0; guess < 4; guess++)
                (await person.TryLogInAsync("mistyped")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            (await person.TryLogInAsync()).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("/api/accounts/login")]
    [InlineData("/api/staff/sign-in")]
    public async Task SignIn_OfNobody_IsAnsweredLikeAWrongPassword(string path)
    {
        var known = await app.GivenPersonAsync(Roles.Staff);
        var unknown = $"{Guid.NewGuid():N}@staff.example";

        var answers = await Task.WhenAll(AnswersAsync(path, known.Email), AnswersAsync(path, unknown));

        answers[0].ShouldBe(answers[1]);
        answers[0].ShouldContain(answer => answer.StartsWith("401 login_failed", StringComparison.Ordinal));
        answers[0].ShouldContain(answer => answer.StartsWith("429 too_many_attempts", StringComparison.Ordinal));
        // Without the address, which may be somebody's.
        await using var database = await app.DatabaseAsync();
        (await database.FailedSignIns.AnyAsync(failed => failed.Account.Contains(unknown))).ShouldBeFalse();
    }

    [Fact, Trait("Asvs", "V7.1.3")]
    public async Task Failures_OfACustomer_AreWrittenDownOnceTheyCount()
    {
        var person = await app.GivenPersonAsync(Roles.Customer);
        for (var guess = 0; guess < 6; guess++)
            await person.TryLogInAsync("a guess");

        await using var database = await app.DatabaseAsync();
        var entry = await database.AuditEntries.SingleAsync(row => row.Subject == $"member:{person.Id}");
        (entry.Action, entry.By, entry.Network).ShouldBe(("member.sign_in_failed", "nobody", person.Network));
    }

    /// <summary>Whoever makes up addresses writes nothing that is kept for two years.</summary>
    [Theory, Trait("Asvs", "V7.3.3")]
    [InlineData("/api/accounts/login")]
    [InlineData("/api/staff/sign-in")]
    public async Task Failures_OfNobody_AreNotWrittenDown(string path)
    {
        var network = NewNetwork();
        using var api = app.CreateClient("api");
        api.DefaultRequestHeaders.Add("X-Forwarded-For", network);

        for (var guess = 0; guess < 5; guess++)
            (await api.PostAsJsonAsync(path, new { email = $"{Guid.Empty:N}@staff.example", password = "wrong horse" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await using var database = await app.DatabaseAsync();
        var known = IPNetwork.Parse($"{network}/64").BaseAddress.ToString();
        (await database.AuditEntries.CountAsync(row => row.Network == known)).ShouldBe(0);
    }

    [Fact, Trait("Asvs", "V7.3.3")]
    public async Task Failures_OfOneMemberOfStaff_AreWrittenDownSoManyTimesAnHour()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        for (var guess = 0; guess < 30; guess++)
            (await person.TrySignInAsync("a guess", network: NewNetwork())).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await using var database = await app.DatabaseAsync();
        (await database.AuditEntries.CountAsync(row => row.Subject == $"member:{person.Id}" && row.Action == "staff.sign_in_failed")).ShouldBe(20);
    }

    [Fact, Trait("Asvs", "V2.2.1")]
    public async Task Staff_WhereTheyHaveSignedInBefore_AreNotShutOutByWhoGuessesFromEverywhere()
    {
        var person = await app.GivenPersonAsync(Roles.Staff);
        var device = await DeviceAsync(person);
        var anothers = await DeviceAsync(await app.GivenPersonAsync(Roles.Staff));
        await Eventually.BecomesAsync(() => AnswerAsync("a guess", device: null), answer => answer == "429 too_many_attempts", TimeSpan.FromMinutes(2));

        (await AnswerAsync(person.Password, anothers)).ShouldBe("429 too_many_attempts");
        (await AnswerAsync(person.Password, $"{device}A")).ShouldBe("429 too_many_attempts");
        using var signedIn = await person.TrySignInAsync(network: NewNetwork(), device: device);
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);

        // Whoever steals the device guesses no faster.
        for (var guess = 0; guess < 5; guess++)
            (await AnswerAsync("a guess", device)).ShouldBe("401 login_failed");
        (await AnswerAsync("a guess", device)).ShouldBe("429 too_many_attempts");

        async Task<string> AnswerAsync(string password, string? device) =>
            await (await person.TrySignInAsync(password, network: NewNetwork(), device: device)).CodeAsync();
    }

    static async Task<string> DeviceAsync(Person person) =>
        (await Person.ReadAsync(await person.TrySignInAsync())).GetProperty("device").GetString()!;

    async Task<string[]> AnswersAsync(string path, string email)
    {
        using var api = app.CreateClient("api");
        api.DefaultRequestHeaders.Add("X-Forwarded-For", NewNetwork());
        var answers = new List<string>();
        for (var guess = 0; guess < 6; guess++)
        {
            using var answer = await api.PostAsJsonAsync(path, new { email, password = "wrong horse" });
            answers.Add(await answer.CodeAsync());
        }

        return [.. answers];
    }

    static Task<HttpResponseMessage> TryAsync(Person person, bool asStaff, string password, string network) =>
        asStaff ? person.TrySignInAsync(password, network: network) : person.TryLogInAsync(password, network);

    static string NewNetwork() => $"2001:db8:{Random.Shared.Next(0x10000):x}:{Random.Shared.Next(0x10000):x}::1";
}
