using Microsoft.AspNetCore.Http;

namespace Ticketing.Core.Problems;

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
