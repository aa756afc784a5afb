namespace Ticketing.Core.Accounts.Passwords;

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
