using System.Collections.Frozen;

namespace Ticketing.Core.Accounts.Passwords;

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
