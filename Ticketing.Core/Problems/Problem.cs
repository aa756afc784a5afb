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

/// <summary>The codes of problems that any endpoint may answer with; an endpoint's own stand where it raises them.</summary>
public static class ProblemCodes
{
    public const string BodyTooLarge = "body_too_large";
    public const string CustomerRequired = "customer_required";
    public const string Forbidden = "forbidden";
    public const string InternalError = "internal_error";
    public const string MalformedRequest = "malformed_request";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string NotFound = "not_found";
    public const string TooManyRequests = "too_many_requests";
    public const string Unavailable = "unavailable";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string ValidationFailed = "validation_failed";

    /// <summary>The code of an answer that the framework gave without one.</summary>
    internal static string OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => CustomerRequired,
        StatusCodes.Status403Forbidden => Forbidden,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => Unavailable,
        >= 500 => InternalError,
        _ => MalformedRequest,
    };
}
