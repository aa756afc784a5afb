using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>What merchants and card holders do with checkouts.</summary>
static class CheckoutSteps
{
    /// <summary>An end that a test waits for; on a loaded machine the checkout has yet to be asked for before it.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(6);

    public static async Task<CheckoutAnswer> GivenCheckoutAsync(
        this SandboxProcess sandbox, long amount = 30_000, TimeSpan? expiresIn = null, string language = "en")
    {
        using var answer = await sandbox.PostAsync("/v1/checkouts", ACheckout(amount, expiresIn, language));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return await answer.CheckoutAsync();
    }

    public static JsonObject ACheckout(long amount = 30_000, TimeSpan? expiresIn = null, string language = "en") => new()
    {
        ["reference"] = $"{Guid.NewGuid():N}",
        ["amount"] = amount,
        ["currency"] = "KRW",
        ["returnUrl"] = "http://web.example/return",
        ["cancelUrl"] = "http://web.example/cancel",
        ["expiresAt"] = TimeProvider.System.GetUtcNow() + (expiresIn ?? TimeSpan.FromMinutes(10)),
        ["description"] = "듄: 파트 2 · H12, H13",
        ["customerEmail"] = "mina@example.com",
        ["language"] = language,
        ["metadata"] = new JsonObject { ["booking"] = "b-1" },
    };

    public static async Task<HttpResponseMessage> PostAsync(this SandboxProcess sandbox, string path, JsonObject body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await sandbox.Merchant.SendAsync(request);
    }

    public static Task<HttpResponseMessage> CaptureAsync(this SandboxProcess sandbox, string id, long amount, string? key = null) =>
        sandbox.PostAsync($"/v1/checkouts/{id}/capture", new JsonObject { ["amount"] = amount }, key);

    public static Task<HttpResponseMessage> RefundAsync(this SandboxProcess sandbox, string id, long amount, string? key = null) =>
        sandbox.PostAsync($"/v1/checkouts/{id}/refunds", new JsonObject { ["amount"] = amount }, key);

    public static Task<HttpResponseMessage> CancelAsync(this SandboxProcess sandbox, string id, string? key = null) =>
        sandbox.PostAsync($"/v1/checkouts/{id}/cancel", [], key);

    public static async Task<HttpResponseMessage> PayAsync(this SandboxProcess sandbox, string id, string card = Cards.Good)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["cardNumber"] = card });
        return await sandbox.Browser.PostAsync($"/checkout/{id}", form);
    }

    public static async Task<CheckoutAnswer> FindAsync(this SandboxProcess sandbox, string id) =>
        (await sandbox.Merchant.GetFromJsonAsync<CheckoutAnswer>($"/v1/checkouts/{id}"))!;

    public static async Task<CheckoutAnswer> CheckoutAsync(this HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<CheckoutAnswer>())!;
}

public sealed record CheckoutAnswer(
    string Id, string Reference, long Amount, string Currency, string Status, long CapturedAmount, long RefundedAmount, string Url,
    DateTimeOffset ExpiresAt, DateTimeOffset CreatedAt)
{
    // No part of its equality: the same entries would still be another dictionary.
    IReadOnlyDictionary<string, string> metadata = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Metadata { get => metadata; init => metadata = value; }

    public long Kept => CapturedAmount - RefundedAmount;

    public bool Equals(CheckoutAnswer? other) => other is not null
        && (Id, Reference, Amount, Currency, Status, CapturedAmount, RefundedAmount) == (other.Id, other.Reference, other.Amount, other.Currency, other.Status, other.CapturedAmount, other.RefundedAmount)
        && (Url, ExpiresAt, CreatedAt) == (other.Url, other.ExpiresAt, other.CreatedAt);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
