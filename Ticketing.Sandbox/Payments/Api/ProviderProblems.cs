using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ticketing.Sandbox.Payments.Api;

/// <summary>What the API answers when it does not do as asked: RFC 9457 documents with a stable <c>code</c>.</summary>
static class ProviderProblems
{
    public static ProblemHttpResult InvalidKey() =>
        Problem(StatusCodes.Status401Unauthorized, "invalid_key", "The key is missing, wrong or revoked.");

    public static ProblemHttpResult IdempotencyKeyRequired() =>
        Problem(StatusCodes.Status400BadRequest, "idempotency_key_required", "Every POST needs an Idempotency-Key header of 1 to 100 characters.");

    public static ProblemHttpResult ValidationFailed(IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(
            "See errors.", statusCode: StatusCodes.Status400BadRequest, title: "The request is not valid.",
            extensions: new Dictionary<string, object?> { ["code"] = "validation_failed", ["errors"] = errors });

    /// <summary>An error that somebody asked for.</summary>
    public static ProblemHttpResult SwitchedOn(string when) =>
        Problem(StatusCodes.Status500InternalServerError, "internal_error", $"A fault is switched on: it struck {when} the request was done.");

    /// <summary>A refusal that somebody asked for.</summary>
    public static ProblemHttpResult SwitchedOn(int status, string code) => Problem(status, code, "A fault is switched on.");

    public static ProblemHttpResult CheckoutNotFound(string id) =>
        ToProblem(new Outcome.Refused(RefusalReason.CheckoutNotFound, $"There is no checkout {id}."));

    public static ProblemHttpResult ToProblem(this Outcome.Refused refused) =>
        Problem(Status(refused.Reason), JsonNamingPolicy.SnakeCaseLower.ConvertName(refused.Reason.ToString()), refused.Detail);

    static int Status(RefusalReason reason) => reason switch
    {
        RefusalReason.CheckoutNotFound => StatusCodes.Status404NotFound,
        RefusalReason.InvalidState => StatusCodes.Status409Conflict,
        RefusalReason.InvalidAmount => StatusCodes.Status400BadRequest,
        RefusalReason.IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No status for this reason."),
    };

    static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}

/// <summary>Every request to the merchants' API passes here before anything happens: no key, no entry.</summary>
sealed class ProviderGate(RequestDelegate next, MerchantKeys keys)
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";
    const int LongestIdempotencyKey = 100;

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!keys.IsValid(request))
            await ProviderProblems.InvalidKey().ExecuteAsync(context);
        else if (HttpMethods.IsPost(request.Method) && request.Headers[IdempotencyKeyHeader].ToString() is not { Length: > 0 and <= LongestIdempotencyKey })
            await ProviderProblems.IdempotencyKeyRequired().ExecuteAsync(context);
        else
            await next(context);
    }
}
