using Microsoft.Extensions.Localization;
using Ticketing.Web.Api;

namespace Ticketing.Web.Localization;

/// <summary>Words for the services' problem codes: ProblemWords.resx (Korean) and ProblemWords.en.resx.</summary>
sealed class ProblemWords(IStringLocalizer<ProblemWords> text)
{
    /// <summary>What went wrong and what to do, with the trace id where we do not know it ourselves.</summary>
    public string Explain(ApiProblem problem)
    {
        var known = text[problem.Code];
        return known.ResourceNotFound ? text["unknown", problem.TraceId ?? "-"] : known;
    }

    /// <summary>Words by code, for scripts.</summary>
    public IReadOnlyDictionary<string, string> Words(params IEnumerable<string> codes) =>
        codes.ToDictionary(code => code, code => text[code].Value);
}
