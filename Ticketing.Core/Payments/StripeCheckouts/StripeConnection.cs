using Stripe;

namespace Ticketing.Core.Payments.StripeCheckouts;

static class StripeConnection
{
    /// <param name="url">Another address than Stripe's own.</param>
    public static StripeClient Open(HttpClient http, string key, string? url) => new(
        key,
        // Whoever asked tries again, and knows when to stop.
        httpClient: new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
        apiBase: string.IsNullOrEmpty(url) ? null : url.TrimEnd('/'));
}
