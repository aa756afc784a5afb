using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ticketing.Core.Accounts.Passwords;

/// <summary>
/// What a password has to be, however it is set (NIST SP 800-63B, 5.1.1.2; OWASP ASVS 4.0.3, 2.1): long enough, and none that is tried
/// first. Any characters will do, blanks and other scripts too; rules about them make people write passwords down.
/// </summary>
public sealed class PasswordRules : IPasswordValidator<Member>
{
    /// <summary>ASVS 2.1.1. Blanks around it do not count, and several in a row as one (<see cref="LengthOf"/>).</summary>
    public const int ShortestPassword = 12;

    /// <summary>ASVS 2.1.2; hashing has to end.</summary>
    public const int LongestPassword = 128;

    /// <summary>A shorter part of an address is in many a word.</summary>
    const int ShortestName = 4;

    static readonly string[] NamesOfThisSite = ["ticketing", "티케팅"];

    /// <summary>The characters that count: code points of Unicode, so that an emoji is one and not two.</summary>
    public static int LengthOf(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return Collapse(password).EnumerateRunes().Count();
    }

    /// <summary>Whether it cannot be anybody's password, so that there is no need to hash it.</summary>
    public static bool IsTooLong(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        // A code point is at most two of a string's characters: what is much longer is not read to its end.
        return password.Length > LongestPassword && (password.Length > 2 * LongestPassword || password.EnumerateRunes().Count() > LongestPassword);
    }

    /// <summary>
    /// Whether somebody who has it must choose another before signing in (ASVS 2.1.7): it has become known, or is from before passwords
    /// had to be as long as now.
    /// </summary>
    public static bool IsOutdated(string password) => LengthOf(password) < ShortestPassword || IsBreached(password);

    public Task<IdentityResult> ValidateAsync(UserManager<Member> manager, Member user, string? password)
    {
        ArgumentNullException.ThrowIfNull(manager);
        ArgumentNullException.ThrowIfNull(user);
        var errors = Errors(user, password ?? "", manager.Options.Password.RequiredLength).ToArray();
        return Task.FromResult(errors is [] ? IdentityResult.Success : IdentityResult.Failed(errors));
    }

    /// <summary>Codes of what it breaks.</summary>
    static IEnumerable<IdentityError> Errors(Member member, string password, int shortest)
    {
        if (IsTooLong(password))
            yield return Error("PasswordTooLong", $"Passwords have at most {LongestPassword} characters.");
        else if (LengthOf(password) < shortest)
            yield return Error("PasswordTooShort", $"Passwords have at least {shortest} characters; several blanks in a row count as one.");
        else if (IsBreached(password))
            yield return Error("PasswordBreached", "Many people have had this password, and it is known.");
        else if (PasswordPatterns.IsSequence(password) || PasswordPatterns.IsRepetition(password))
            yield return Error("PasswordRepetitive", "The same over and over, or one after the other, is guessed quickly.");

        if (Names(member).Any(name => password.Contains(name, StringComparison.OrdinalIgnoreCase)))
            yield return Error("PasswordContainsName", "Neither the e-mail address nor this site's name may be in it.");
    }

    static bool IsBreached(string password) => BreachedPasswords.Contain(Collapse(password));

    static string Collapse(string password) => string.Join(' ', password.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

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
        identity.Services.Configure<IdentityOptions>(options => options.Password.RequiredLength = shortest);
        // In the place of Identity's own, which counts an emoji as two characters and asks for capitals and digits.
        identity.Services.RemoveAll<IPasswordValidator<Member>>();
        identity.Services.AddScoped<IPasswordValidator<Member>, PasswordRules>();
        return identity;
    }
}

/// <summary>The most frequent passwords of known breaches: whoever guesses begins with them. <c>scripts/breached-passwords.sh</c> makes the list.</summary>
static class BreachedPasswords
{
    static readonly Lazy<FrozenSet<string>> All = new(() => Read().ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>In whatever letters.</summary>
    public static bool Contain(string password) => All.Value.Contains(password);

    static IEnumerable<string> Read()
    {
        using var list = typeof(BreachedPasswords).Assembly.GetManifestResourceStream(typeof(BreachedPasswords), "breached-passwords.txt")
            ?? throw new InvalidOperationException("The list of breached passwords is not in the assembly.");
        using var lines = new StreamReader(list);
        while (lines.ReadLine() is { } line)
            yield return line;
    }
}

/// <summary>Passwords that a list cannot hold, since there is no end of them, and that are guessed all the same.</summary>
static class PasswordPatterns
{
    /// <summary>Runs of which a password must have as many: <c>1234567890</c> has two, <c>aaaabbbb</c> one.</summary>
    const int FewestRuns = 5;

    /// <summary>The shortest piece whose repetition counts as more than the piece.</summary>
    const int ShortestPiece = PasswordRules.ShortestPassword;

    public static bool IsSequence(string password)
    {
        var runs = 1;
        for (var place = 1; place < password.Length; place++)
        {
            if (Math.Abs(password[place] - password[place - 1]) > 1)
                runs++;
        }

        return runs < FewestRuns;
    }

    /// <summary>One short piece over and over, the last time perhaps not to its end.</summary>
    public static bool IsRepetition(string password)
    {
        for (var piece = 1; piece < ShortestPiece && piece * 2 <= password.Length; piece++)
        {
            if (password.AsSpan(piece).SequenceEqual(password.AsSpan(0, password.Length - piece)))
                return true;
        }

        return false;
    }
}
