using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Accounts;
using Ticketing.Core.Accounts.Passwords;
using Ticketing.Core.Database;

namespace Ticketing.Tests.Accounts;

/// <summary>What is refused whoever sets it, and that nothing else is.</summary>
[Trait("Category", "Security")]
public sealed class PasswordRulesTests
{
    [Theory]
    [Trait("Asvs", "V2.1.7")]
    [InlineData("123456qwerty")]
    [InlineData("Password1234")]
    [InlineData("PASSWORD1234")]
    [InlineData("  basketball12 ")]
    [InlineData("1q2w3e4r5t6y")]
    public async Task Validate_WhenThePasswordIsInKnownBreaches_Refuses(string password) => (await CodesAsync(password)).ShouldBe(["PasswordBreached"]);

    [Theory]
    [Trait("Asvs", "V2.1.7")]
    [InlineData("vvvvvvvvvvvvvvvvvvvvv")]
    [InlineData("98765432109876543210")]
    [InlineData("가가가가가가가가가가가가")]
    [InlineData("fghijklmnopqrs")]
    [InlineData("aabbccddeeffgg")]
    [InlineData("walnutwalnut")]
    [InlineData("walnutwalnutwal")]
    [InlineData("k9k9k9k9k9k9")]
    public async Task Validate_WhenItIsAlwaysTheSameOrOneAfterTheOther_Refuses(string password) => (await CodesAsync(password)).ShouldContain("PasswordRepetitive");

    [Theory]
    [Trait("Asvs", "V2.1.7")]
    [InlineData("hello minsu.kim here")]
    [InlineData("MINSU.KIM-and-more")]
    [InlineData("my ticketing account")]
    [InlineData("티케팅 비밀번호입니다")]
    public async Task Validate_WhenItHasTheAddressOrTheSiteInIt_Refuses(string password) => (await CodesAsync(password)).ShouldContain("PasswordContainsName");

    [Theory]
    [Trait("Asvs", "V2.1.9")]
    [InlineData("alllowercaseletters")]
    [InlineData("correct horse battery staple")]
    [InlineData("영화는 극장에서 봐야 제맛")]
    [InlineData("🎬🍿🎟 and then some")]
    [InlineData("407193826514")]
    [InlineData("🎬🍿🎟🎞📽🎥🎭🎫💺🍫🥤⭐")]
    [InlineData("Secret-password-1")]
    public async Task Validate_WhateverTheCharacters_Accepts(string password) => (await CodesAsync(password)).ShouldBeEmpty();

    [Theory]
    [Trait("Asvs", "V2.1.1")]
    [Trait("Asvs", "V2.1.2")]
    [InlineData(11, "PasswordTooShort")]
    [InlineData(12, null)]
    [InlineData(64, null)]
    [InlineData(128, null)]
    [InlineData(129, "PasswordTooLong")]
    [InlineData(5_000, "PasswordTooLong")]
    public async Task Validate_ByLength_AcceptsTwelveTo128(int length, string? refusal)
    {
        // Emojis are one character to people, two to .NET.
        foreach (var first in (int[])['가', 0x1F300])
        {
            var password = string.Concat(Enumerable.Range(0, length).Select(place => char.ConvertFromUtf32(first + place % 64 * 7)));
            (await CodesAsync(password)).FirstOrDefault().ShouldBe(refusal);
        }
    }

    [Theory]
    [Trait("Asvs", "V2.1.1")]
    [Trait("Asvs", "V2.1.3")]
    [InlineData("a       walnut")]
    [InlineData("    eleven chr   ")]
    [InlineData("            ")]
    [InlineData("eleven\t\u3000 chr")]
    [InlineData("")]
    public async Task Validate_WhenOnlyBlanksMakeItLong_Refuses(string password) => (await CodesAsync(password)).ShouldBe(["PasswordTooShort"]);

    [Theory]
    [Trait("Asvs", "V2.1.7")]
    [InlineData("Password1234", true)]
    [InlineData("elevenchars", true)]
    [InlineData("a walnut and more", false)]
    public void IsOutdated_WhenItIsKnownOrShort_Says(string password, bool isOutdated) => PasswordRules.IsOutdated(password).ShouldBe(isOutdated);

    /// <summary>A common short name would be in half of all sentences.</summary>
    [Fact]
    [Trait("Asvs", "V2.1.9")]
    public async Task Validate_WhenTheAddressesNameIsShort_LetsItBe() => (await CodesAsync("an evening with jo", "jo@members.example")).ShouldBeEmpty();

    [Fact]
    [Trait("Asvs", "V2.1.7")]
    public void BreachedPasswords_AreTheFirstTenThousandsThatAreLongEnough()
    {
        using var list = typeof(PasswordRules).Assembly.GetManifestResourceStream(typeof(PasswordRules), "breached-passwords.txt");
        using var reader = new StreamReader(list.ShouldNotBeNull());
        var passwords = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        passwords.Length.ShouldBeGreaterThanOrEqualTo(10_000);
        passwords.ShouldBeUnique();
        passwords.ShouldAllBe(password => password.Length >= PasswordRules.ShortestPassword);
        passwords.ShouldAllBe(password => BreachedPasswords.Contain(password));
    }

    /// <summary>Asks all validators that the services have.</summary>
    static async Task<string[]> CodesAsync(string password, string email = "minsu.kim@members.example")
    {
        var services = new ServiceCollection().AddLogging().AddDbContext<TicketingDbContext>(options => options.UseNpgsql("Host=nowhere.invalid"));
        services.AddIdentityCore<Member>().AddPasswordRules().AddRoles<IdentityRole<Guid>>().AddEntityFrameworkStores<TicketingDbContext>();
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var members = scope.ServiceProvider.GetRequiredService<UserManager<Member>>();
        var codes = new List<string>();
        foreach (var validator in members.PasswordValidators)
            codes.AddRange((await validator.ValidateAsync(members, new Member { Email = email }, password)).Errors.Select(error => error.Code));
        return [.. codes];
    }
}
