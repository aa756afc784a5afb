using Polly;
using Ticketing.Core.Problems;

namespace Ticketing.Web.Api;

/// <summary>Sends a request and turns every outcome, a lost connection too, into an <see cref="ApiAnswer{T}"/>.</summary>
static class ApiCalls
{
    public static Task<ApiAnswer<T>> GetAsync<T>(this HttpClient http, string path, ILogger logger, CancellationToken ct, Predicate<T>? isAskedFor = null)
        where T : class => http.AskAsync(new HttpRequestMessage(HttpMethod.Get, path), logger, ct, isAskedFor);

    public static Task<ApiAnswer<T>> PostAsync<T>(
        this HttpClient http, string path, object? body, ILogger logger, CancellationToken ct, Predicate<T>? isAskedFor = null)
        where T : class => http.AskAsync(Post(path, body), logger, ct, isAskedFor);

    public static HttpRequestMessage Post(string path, object? body) =>
        new(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, options: ApiJson.Options) };

    /// <param name="isAskedFor">Whether the answer is of what was asked: another's must never be shown, however it came here.</param>
    public static async Task<ApiAnswer<T>> AskAsync<T>(
        this HttpClient http, HttpRequestMessage request, ILogger logger, CancellationToken ct, Predicate<T>? isAskedFor = null)
        where T : class
    {
        using (request)
        {
            try
            {
                if (await IsTooLongAsync(request, ct))
                    return new ApiAnswer<T>(ApiProblem.TooLong);

                using var response = await http.SendAsync(request, ct);
                if (!response.IsSuccessStatusCode)
                    return new ApiAnswer<T>(await ApiProblem.ReadAsync(response, ct));

                var answer = await ReadAsync<T>(response, ct);
                if (isAskedFor?.Invoke(answer) ?? true)
                    return new ApiAnswer<T>(answer);

                logger.LogError("The answer to {Method} {Path} is of something else", request.Method, PathOf(request));
                return new ApiAnswer<T>(ApiProblem.Unreachable);
            }
            // The second is how the resilience handler gives up: a timeout or an open circuit.
            catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException)
            {
                logger.LogWarning(e, "No answer to {Method} {Path}", request.Method, PathOf(request));
                return new ApiAnswer<T>(ApiProblem.Unreachable);
            }
        }
    }

    /// <summary>
    /// Services read no more of a body and hang up while the rest is being sent, which looks as if they were away: who sends such forms would
    /// open everybody's circuit. In JSON an apostrophe is six characters, so a form that web has read can be as long.
    /// </summary>
    static async Task<bool> IsTooLongAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.Content is not { } body)
            return false;

        await body.LoadIntoBufferAsync(ct);
        return body.Headers.ContentLength > ProblemExtensions.MaximumBodySize;
    }

    /// <summary>Without the query, which is nobody's to read.</summary>
    static string? PathOf(HttpRequestMessage request) => request.RequestUri?.OriginalString.Split('?')[0];

    static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct) =>
        typeof(T) == typeof(Nothing)
            ? (T)(object)Nothing.Instance
            : await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, ct)
                ?? throw new InvalidOperationException($"{typeof(T).Name} was answered with null.");
}

/// <summary>The answer's body is of no interest.</summary>
sealed class Nothing
{
    public static Nothing Instance { get; } = new();
}
