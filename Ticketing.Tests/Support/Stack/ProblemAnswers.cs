using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Tests.Support.Stack;

/// <summary>Refusals, as problem documents tell them.</summary>
static class ProblemAnswers
{
    /// <summary>Status and code, as in <c>409 seats_taken</c>.</summary>
    public static async Task<string> CodeAsync(this HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return $"{(int)answer.StatusCode} {problem.RootElement.GetProperty("code").GetString()}";
    }

    /// <summary>The whole document of an answer that has to be this refusal.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(status, body);
            answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", body);
            var problem = JsonDocument.Parse(body).RootElement;
            problem.GetProperty("code").GetString().ShouldBe(code, body);
            problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            return problem;
        }
    }

    public static async Task<JsonElement> ShouldBeProblemAsync(this Task<HttpResponseMessage> answer, HttpStatusCode status, string code) =>
        await (await answer).ShouldBeProblemAsync(status, code);

    /// <summary>The further members of a handler's answer that has to be this refusal.</summary>
    public static IDictionary<string, object?> ShouldBeProblem(this IResult answer, int status, string code)
    {
        var problem = answer.ShouldBeOfType<ProblemHttpResult>().ProblemDetails;
        (problem.Status, problem.Extensions["code"]).ShouldBe((status, code));
        return problem.Extensions;
    }
}
