using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Ticketing.Core.Problems;

namespace Ticketing.Web.Api;

/// <summary>What a service answered: a value or a problem.</summary>
sealed class ApiAnswer<T> where T : class
{
    readonly T? value;
    readonly ApiProblem? problem;

    public ApiAnswer(T value) => this.value = value;

    public ApiAnswer(ApiProblem problem) => this.problem = problem;

    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ApiProblem? problem)
    {
        value = this.value;
        problem = this.problem;
        return problem is null;
    }

    /// <summary>The value, or null for what does not exist.</summary>
    /// <exception cref="ApiException">The service refused for another reason, or could not be reached.</exception>
    public T? OrNull() => problem is { Status: not StatusCodes.Status404NotFound } ? throw new ApiException(problem) : value;

    /// <exception cref="ApiException">The service refused or could not be reached.</exception>
    public T OrThrow() => value ?? throw new ApiException(problem!);
}

/// <summary>A service failed in a way that the page cannot act on.</summary>
sealed class ApiException(ApiProblem problem) : Exception($"A service answered {problem.Status} {problem.Code}.")
{
    public ApiProblem Problem => problem;
}

/// <summary>Why a service refused: a problem document, or what stands for one when it sent none.</summary>
/// <param name="Code">Stable; <see cref="Localization.ProblemWords"/> has words for it.</param>
/// <param name="TraceId">What support needs to find the request in the traces.</param>
/// <param name="ErrorNames">Names of the members, or codes of the rules, that failed validation.</param>
/// <param name="BookingId">The booking that the refused hold has become.</param>
sealed record ApiProblem(int Status, string Code, string? TraceId, IReadOnlyList<string> ErrorNames, Guid? BookingId = null)
{
    public const string ServiceUnavailable = "service_unavailable";

    /// <summary>When it may be tried again, where the service says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Places in the layout of the seats that it is about.</summary>
    public IReadOnlyList<int> Seats { get; init; } = [];

    /// <summary>True when repeating the very same request may succeed: whether it was carried out is not known.</summary>
    public bool IsUndecided => Status >= 500;

    public static ApiProblem Unreachable { get; } = new(503, ServiceUnavailable, null, []);

    /// <summary>More than services read, and so not sent.</summary>
    public static ApiProblem TooLong { get; } = new(413, ProblemCodes.BodyTooLarge, null, []);

    public static ApiProblem TooManyRequests(TimeSpan? retryAfter) => new(429, ProblemCodes.TooManyRequests, null, []) { RetryAfter = retryAfter };

    public static async Task<ApiProblem> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var document = await ReadDocumentAsync(response, ct);
        var code = document?.Code ?? (status >= 500 ? ServiceUnavailable : "unknown");
        return new ApiProblem(status, code, document?.TraceId, [.. document?.Errors?.Keys ?? Enumerable.Empty<string>()], document?.BookingId)
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
            Seats = document?.Seats ?? [],
        };
    }

    static async Task<ProblemDocument?> ReadDocumentAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return null;

        try
        {
            return await response.Content.ReadFromJsonAsync<ProblemDocument>(ApiJson.Options, ct);
        }
        catch (JsonException)
        {
            // Another JSON than a problem document says no more than its status does.
            return null;
        }
    }

    sealed record ProblemDocument(string? Code, string? TraceId, Dictionary<string, JsonElement>? Errors, Guid? BookingId, int[]? Seats);
}
