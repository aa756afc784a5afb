using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace Ticketing.ServiceDefaults;

/// <summary>Timeouts, retries and circuit breakers of calls to other services.</summary>
public static class Resilience
{
    /// <summary>
    /// Gives the client's calls a time limit, repeats reads that failed, and stops calling for a while a service that gives no answers.
    /// Each client has breakers of its own, one for each method and for each verb, so that what goes wrong with one kind of request
    /// leaves the others alone.
    /// </summary>
    /// <param name="verbs">How paths end that are a purpose of their own, as in <c>payments</c>.</param>
    public static IHttpClientBuilder AddResilience(this IHttpClientBuilder client, params string[] verbs)
    {
        client.AddStandardResilienceHandler(options =>
        {
            options.Retry.ShouldHandle = attempt => ValueTask.FromResult(HasFailed(attempt.Outcome));
            // A write that got no answer may have happened: only its caller knows whether it can be sent again.
            options.Retry.DisableForUnsafeHttpMethods();
            options.CircuitBreaker.ShouldHandle = attempt => ValueTask.FromResult(IsAway(attempt.Outcome));
        }).SelectPipelineBy(_ => request => PurposeOf(request, verbs));
        return client;
    }

    /// <summary>Of a fixed set: each purpose that was seen is remembered.</summary>
    static string PurposeOf(HttpRequestMessage request, string[] verbs)
    {
        var path = request.RequestUri!.AbsolutePath;
        return Array.Find(verbs, verb => path.EndsWith($"/{verb}", StringComparison.Ordinal)) ?? request.Method.Method;
    }

    /// <summary>A refusal (4xx, 429 too) is an answer, and asking again gets the same one.</summary>
    static bool HasFailed(Outcome<HttpResponseMessage> outcome) => IsAway(outcome) || outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError };

    /// <summary>An error in one request (500) says nothing about the next.</summary>
    static bool IsAway(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout } => true,
        _ => false,
    };
}
