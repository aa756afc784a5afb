using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Ticketing.Core.Security;
using Ticketing.Web.Api;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages;

/// <summary>A page that explains why it was refused says so to programs as well.</summary>
static class Refusals
{
    /// <summary>In words for people; that it was too many requests, or cannot be had now, the answer's status says as well.</summary>
    public static string Explain(this HttpResponse response, ApiProblem problem, ProblemWords words) => response.Explain(problem, words.Explain);

    /// <param name="words">In what words, where the usual ones do not do.</param>
    public static T Explain<T>(this HttpResponse response, ApiProblem problem, Func<ApiProblem, T> words)
    {
        if (problem.Status == StatusCodes.Status429TooManyRequests)
            AnswerTooMany(response, problem);
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            response.StatusCode = problem.Status;
        return words(problem);
    }

    static void AnswerTooMany(HttpResponse response, ApiProblem problem)
    {
        response.HttpContext.SetRefusalReason(problem.Code);
        response.StatusCode = problem.Status;
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling((problem.RetryAfter ?? TimeSpan.Zero).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}

static class ModelErrors
{
    /// <summary>What is wrong with an input, if anything.</summary>
    public static string? FirstError(this ModelStateDictionary state, string input) => state[input]?.Errors.FirstOrDefault()?.ErrorMessage;

    /// <summary>Puts the words of a refusal to the input that it is about.</summary>
    /// <param name="input">Null where it is about none.</param>
    /// <returns>The words that are to stand above the form, if any.</returns>
    public static string? Blame(this ModelStateDictionary state, string? input, string words)
    {
        if (input is null)
            return words;

        state.AddModelError(input, words);
        return null;
    }
}
