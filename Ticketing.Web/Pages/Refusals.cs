using System.Globalization;
using Ticketing.Web.Api;

namespace Ticketing.Web.Pages;

/// <summary>A page that explains why it was refused says so to programs as well.</summary>
static class Refusals
{
    /// <summary>Too many requests: 429, and when to come again.</summary>
    public static void AnswerIfTooMany(this HttpResponse response, ApiProblem problem)
    {
        if (problem.Status != StatusCodes.Status429TooManyRequests)
            return;

        response.StatusCode = problem.Status;
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling((problem.RetryAfter ?? TimeSpan.Zero).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }
}
