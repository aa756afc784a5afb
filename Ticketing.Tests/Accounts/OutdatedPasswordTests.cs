using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Accounts;

namespace Ticketing.Tests.Accounts;

/// <summary>A password that is right and still lets nobody in: it has become known, is too short by now, or was not the member's choice.</summary>
[Trait("Category", "Security")]
public sealed class OutdatedPasswordTests(TicketingApp app) : IClassFixture<TicketingApp>
{
    [Theory, Trait("Asvs", "V2.1.7")]
    [InlineData("Password1234")]
    [InlineData("elevenchars")]
    public async Task SignIn_WithAPasswordThatIsOutdated_AsksForANewOne(string outdated)
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        var signedIn = await person.LogInAsync();
        await GivenPasswordAsync(person, outdated);

        (await (await person.TryLogInAsync(outdated)).CodeAsync()).ShouldBe("401 password_reset_required");
        (await (await person.TrySignInAsync(outdated)).CodeAsync()).ShouldBe("401 password_reset_required");
        // Who guesses wrong learns nothing of that.
        (await (await person.TryLogInAsync("elevencharz")).CodeAsync()).ShouldBe("401 login_failed");

        // Who is signed in already may change it.
        using var api = person.Client(signedIn);
        (await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = outdated, newPassword = "something quite new" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await person.TryLogInAsync("something quite new")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("Asvs", "V2.3.1")]
    public async Task FirstPassword_MakesNobodyStaffBeforeItIsChanged()
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        await GivenInitialUntilAsync(person, TimeSpan.FromDays(1));

        (await (await person.TrySignInAsync()).CodeAsync()).ShouldBe("401 password_change_required");
        using var api = person.Client(await person.LogInAsync());
        (await api.PostAsJsonAsync("/api/accounts/password", new { oldPassword = person.Password, newPassword = "one of my own choice" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await person.TrySignInAsync("one of my own choice")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact, Trait("Asvs", "V2.3.1")]
    public async Task FirstPassword_AfterItsTime_LetsNobodyIn()
    {
        var person = await app.GivenPersonAsync(Roles.Customer, Roles.Staff);
        await GivenInitialUntilAsync(person, TimeSpan.FromSeconds(-1));

        (await (await person.TryLogInAsync()).CodeAsync()).ShouldBe("401 password_reset_required");
        (await (await person.TrySignInAsync()).CodeAsync()).ShouldBe("401 password_reset_required");
    }

    async Task GivenInitialUntilAsync(Person person, TimeSpan left)
    {
        await using var database = await app.DatabaseAsync();
        DateTimeOffset? ends = TimeProvider.System.GetUtcNow() + left;
        await database.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(user => user.SetProperty(u => u.InitialPasswordEndsAt, ends));
    }

    /// <summary>As one that was set before it became known.</summary>
    async Task GivenPasswordAsync(Person person, string password)
    {
        await using var database = await app.DatabaseAsync();
        var hash = new PasswordHasher<Member>().HashPassword(new Member(), password);
        await database.Users.Where(user => user.Id == person.Id).ExecuteUpdateAsync(user => user.SetProperty(u => u.PasswordHash, hash));
    }
}
