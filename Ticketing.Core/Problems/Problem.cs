using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Core.Problems;

/// <summary>
/// Answers as problem documents (RFC 9457) with a stable <c>code</c> for programs and a title for people.
/// <c>members</c> are further members of the document, e.g. the seats that are taken.
/// </summary>
public static class Problem
{
    public static ProblemHttpResult BadRequest(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status400BadRequest, code, title, members);

    public static ProblemHttpResult Unauthorized(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status401Unauthorized, code, title, members);

    public static ProblemHttpResult Forbidden(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status403Forbidden, code, title, members);

    public static ProblemHttpResult NotFound(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status404NotFound, code, title, members);

    public static ProblemHttpResult Conflict(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status409Conflict, code, title, members);

    public static ProblemHttpResult Unprocessable(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status422UnprocessableEntity, code, title, members);

    public static ProblemHttpResult TooManyRequests(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status429TooManyRequests, code, title, members);

    public static ProblemHttpResult Unavailable(string code, string title, params (string Name, object? Value)[] members) =>
        Of(StatusCodes.Status503ServiceUnavailable, code, title, members);

    /// <summary>400 <c>validation_failed</c>.</summary>
    /// <param name="errors">What is wrong, by the name of the input.</param>
    public static ProblemHttpResult Validation(params (string Input, string Error)[] errors) =>
        BadRequest(
            ProblemCodes.ValidationFailed,
            "The input is not valid.",
            ("errors", errors.GroupBy(e => e.Input).ToDictionary(input => input.Key, input => input.Select(e => e.Error).ToArray())));

    /// <summary>The document of an answer that needs no code of its own.</summary>
    internal static ProblemHttpResult OfStatus(int status) => Of(status, ProblemCodes.OfStatus(status), title: null, []);

    static ProblemHttpResult Of(int status, string code, string? title, (string Name, object? Value)[] members) =>
        TypedResults.Problem(
            statusCode: status,
            title: title,
            extensions: members.Select(m => KeyValuePair.Create(m.Name, m.Value)).Prepend(KeyValuePair.Create("code", (object?)code)));
}
