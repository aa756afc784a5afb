using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Core.Accounts.Passwords;

/// <summary>
/// What a password has to be, however it is set (NIST SP 800-63B, 5.1.1.2): long enough, and none that is tried first. Any characters
/// will do, blanks and other scripts too; rules about them make people write passwords down.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<Member>
{
    public const int ShortestPassword = 10;

    /// <summary>OWASP ASVS 2.1.2; hashing has to end.</summary>
    public const int LongestPassword = 128;

    /// <summary>A shorter part of an address is in many a word.</summary>
    const int ShortestName = 4;

    static readonly string[] NamesOfThisSite = ["ticketing", "티케팅"];

    public Task<IdentityResult> ValidateAsync(UserManager<Member> manager, Member user, string? password)
    {
        ArgumentNullException.ThrowIfNull(user);
        var errors = Errors(user, password ?? "").ToArray();
        return Task.FromResult(errors is [] ? IdentityResult.Success : IdentityResult.Failed(errors));
    }

    /// <summary>Codes of what they break; ASP.NET Core Identity itself has one more, <c>PasswordTooShort</c>.</summary>
    static IEnumerable<IdentityError> Errors(Member member, string password)
    {
        if (password.Length > LongestPassword)
            yield return Error("PasswordTooLong", $"Passwords have at most {LongestPassword} characters.");
        else if (BreachedPasswords.Contain(password))
            yield return Error("PasswordBreached", "Many people have had this password, and it is known.");
        else if (PasswordPatterns.IsSequence(password) || PasswordPatterns.IsRepetition(password))
            yield return Error("PasswordRepetitive", "The same over and over, or one after the other, is guessed quickly.");

        if (Names(member).Any(name => password.Contains(name, StringComparison.OrdinalIgnoreCase)))
            yield return Error("PasswordContainsName", "Neither the e-mail address nor this site's name may be in it.");
    }

    static IEnumerable<string> Names(Member member) =>
        member.Email?.Split('@')[0] is { Length: >= ShortestName } name ? NamesOfThisSite.Append(name) : NamesOfThisSite;

    static IdentityError Error(string code, string description) => new() { Code = code, Description = description };
}

public static class PasswordRulesExtensions
{
    /// <summary>Makes the passwords of members meet <see cref="PasswordRules"/>.</summary>
    /// <param name="shortest">Characters.</param>
    public static IdentityBuilder AddPasswordRules(this IdentityBuilder identity, int shortest = PasswordRules.ShortestPassword)
    {
        ArgumentNullException.ThrowIfNull(identity);
        identity.Services.Configure<IdentityOptions>(options =>
        {
            options.Password.RequiredLength = shortest;
            options.Password.RequireDigit = options.Password.RequireLowercase = false;
            options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        });
        identity.Services.AddScoped<IPasswordValidator<Member>, PasswordRules>();
        return identity;
    }
}
