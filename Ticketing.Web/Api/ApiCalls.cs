using Polly;

namespace Ticketing.Web.Api;

/// <summary>Sends a request and turns every outcome, a lost connection too, into an <see cref="ApiAnswer{T}"/>.</summary>
static class ApiCalls
{
    public static Task<ApiAnswer<T>> GetAsync<T>(this HttpClient http, string path, ILogger logger, CancellationToken ct) where T : class =>
        http.AskAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), logger, ct);

    public static Task<ApiAnswer<T>> PostAsync<T>(this HttpClient http, string path, object? body, ILogger logger, CancellationToken ct)
        where T : class => http.AskAsync<T>(Post(path, body), logger, ct);

    public static HttpRequestMessage Post(string path, object? body) =>
        new(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, options: ApiJson.Options) };

    public static async Task<ApiAnswer<T>> AskAsync<T>(this HttpClient http, HttpRequestMessage request, ILogger logger, CancellationToken ct)
        where T : class
    {
        using (request)
        {
            try
            {
                using var response = await http.SendAsync(request, ct);
                return response.IsSuccessStatusCode
                    ? new ApiAnswer<T>(await ReadAsync<T>(response, ct))
                    : new ApiAnswer<T>(await ApiProblem.ReadAsync(response, ct));
            }
            // The second is how the resilience handler gives up: a timeout or an open circuit.
            catch (Exception e) when (e is HttpRequestException or ExecutionRejectedException)
            {
                logger.LogWarning(e, "No answer to {Method} {Path}", request.Method, request.RequestUri);
                return new ApiAnswer<T>(ApiProblem.Unreachable);
            }
        }
    }

    static async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken ct) =>
        typeof(T) == typeof(Nothing)
            ? (T)(object)Nothing.Instance
            : await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, ct)
                ?? throw new InvalidOperationException($"{response.RequestMessage?.RequestUri} answered null.");
}

/// <summary>The answer's body is of no interest.</summary>
sealed class Nothing
{
    public static Nothing Instance { get; } = new();
}
