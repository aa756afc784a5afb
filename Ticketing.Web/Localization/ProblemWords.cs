using Microsoft.Extensions.Localization;
using Ticketing.Core.Accounts.Passwords;
using Ticketing.Web.Api;

namespace Ticketing.Web.Localization;

/// <summary>Words for the services' problem codes: ProblemWords.resx (Korean) and ProblemWords.en.resx.</summary>
sealed class ProblemWords(IStringLocalizer<ProblemWords> text, IStringLocalizer<Texts> rules)
{
    /// <summary>What went wrong and what to do, with the trace id where we do not know it ourselves.</summary>
    public string Explain(ApiProblem problem)
    {
        var known = text[problem.Code];
        return known.ResourceNotFound ? text["unknown", problem.TraceId ?? "-"] : known;
    }

    /// <summary>Why a new password was refused: each rule that it breaks, or what else went wrong.</summary>
    public IReadOnlyList<string> ExplainPassword(ApiProblem problem)
    {
        string[] broken =
        [
            .. problem.ErrorNames.Select(rule => rules[$"Identity.{rule}", PasswordRules.ShortestPassword, PasswordRules.LongestPassword])
                .Where(words => !words.ResourceNotFound).Select(words => words.Value),
        ];
        return broken is [] ? [Explain(problem)] : broken;
    }

    /// <summary>The same where the current password was asked for: it alone can be wrong then.</summary>
    public IReadOnlyList<string> ExplainPasswordChange(ApiProblem problem) =>
        problem.Code == "login_failed" ? [rules["Password.CurrentWrong"]] : ExplainPassword(problem);

    /// <summary>Words by code, for scripts.</summary>
    public IReadOnlyDictionary<string, string> Words(params IEnumerable<string> codes) =>
        codes.ToDictionary(code => code, code => text[code].Value);
}
