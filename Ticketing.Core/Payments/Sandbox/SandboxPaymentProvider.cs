using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Ticketing.Core.Payments;

/// <summary>Talks to the sandbox provider over HTTP.</summary>
sealed class SandboxPaymentProvider(HttpClient http) : IPaymentProvider
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Name => "sandbox";

    public Task<Checkout> CreateCheckout(CheckoutRequest request, CancellationToken ct) => Write(
        "v1/checkouts",
        Key(request.AttemptId, "checkout"),
        new
        {
            Reference = request.AttemptId.ToString(),
            request.Amount,
            request.Currency,
            request.ReturnUrl,
            request.CancelUrl,
            request.ExpiresAt,
            request.Description,
            request.CustomerEmail,
            request.Language,
            request.Metadata,
        },
        ct);

    public Task<Checkout> Capture(string checkoutId, Guid attemptId, long amount, CancellationToken ct) =>
        Write($"{PathOf(checkoutId)}/capture", Key(attemptId, "capture"), new { amount }, ct);

    public Task<Checkout> Cancel(string checkoutId, Guid attemptId, CancellationToken ct) =>
        Write($"{PathOf(checkoutId)}/cancel", Key(attemptId, "cancel"), new { }, ct);

    public Task<Checkout> Refund(string checkoutId, Guid refundId, long amount, CancellationToken ct) =>
        Write($"{PathOf(checkoutId)}/refunds", Key(refundId, "refund"), new { amount }, ct);

    public async Task<Checkout?> Find(string checkoutId, CancellationToken ct)
    {
        using var response = await Send(new HttpRequestMessage(HttpMethod.Get, PathOf(checkoutId)), ct);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await Read<Checkout>(response, ct);
    }

    public async IAsyncEnumerable<Checkout> ListSince(DateTimeOffset since, [EnumeratorCancellation] CancellationToken ct)
    {
        var from = since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        for (string? after = ""; after is not null;)
        {
            var page = new HttpRequestMessage(HttpMethod.Get, $"v1/checkouts?since={from}{after}");
            using var response = await Send(page, ct);
            after = null;
            foreach (var checkout in await Read<Checkout[]>(response, ct))
            {
                after = $"&after={Uri.EscapeDataString(checkout.Id)}";
                yield return checkout;
            }
        }
    }

    static string PathOf(string checkoutId) => $"v1/checkouts/{Uri.EscapeDataString(checkoutId)}";

    static string Key(Guid subject, string verb) => $"{subject}-{verb}";

    async Task<Checkout> Write(string path, string idempotencyKey, object body, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await Send(request, ct);
        return await Read<Checkout>(response, ct);
    }

    async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using (request)
                return await http.SendAsync(request, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            throw new PaymentUnavailableException($"{request.Method} {request.RequestUri} got no answer.", failure);
        }
    }

    static async Task<T> Read<T>(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            if (response.IsSuccessStatusCode)
                return await response.Content.ReadFromJsonAsync<T>(Json, ct) ?? throw new JsonException("The answer is null.");
            throw await Refusal(response, ct);
        }
        catch (Exception garbled) when (garbled is JsonException or IOException or HttpRequestException)
        {
            throw new PaymentUnavailableException($"The provider's answer ({(int)response.StatusCode}) makes no sense.", garbled);
        }
    }

    /// <summary>A key that is not, or no longer, valid is no answer about the payment: nothing may be concluded from it.</summary>
    static async Task<Exception> Refusal(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
            return new RegionFencedException();
        if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests)
            return new PaymentUnavailableException($"The provider answered {(int)response.StatusCode}.");

        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(Json, ct);
        var code = problem?.Extensions.TryGetValue("code", out var named) == true ? $"{named}" : "unknown";
        return new PaymentRejectedException(code, $"The provider refused: {code} ({problem?.Title}).");
    }
}
