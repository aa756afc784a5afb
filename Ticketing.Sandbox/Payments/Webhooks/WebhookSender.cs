using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Ticketing.Sandbox.Payments.Faults;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Webhooks;

/// <summary>
/// Posts events until the merchant answers 2xx. Order is not promised, and an event may come twice:
/// when the process ends between the answer and its line in the ledger.
/// </summary>
sealed class WebhookSender(
    WebhookQueue queue, CheckoutLedger ledger, PaymentFaults faults, HttpClient http, IOptions<SandboxOptions> options, TimeProvider time, ILogger<WebhookSender> logger)
    : BackgroundService
{
    const int AtOnce = 16;
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    static readonly TimeSpan LongestReordering = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.WebhookUrl is not { } address)
            return;

        await Parallel.ForEachAsync(
            queue.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (delivery, cancellation) => await DeliverAsync(delivery, address, cancellation));
    }

    async Task DeliverAsync(WebhookDelivery delivery, Uri address, CancellationToken cancellation)
    {
        var fault = faults.OfWebhook(delivery);
        switch (fault?.Fault)
        {
            case PaymentFaultKind.WebhookLost:
                await ledger.RecordDeliveryAsync(delivery.Event.Id);
                return;
            case PaymentFaultKind.WebhookLate:
                queue.Postpone(delivery, fault.Delay!.Value, untilNext: false);
                return;
            case PaymentFaultKind.WebhookReordered:
                queue.Postpone(delivery, fault.Delay ?? LongestReordering, untilNext: true);
                return;
        }

        var key = fault?.Fault == PaymentFaultKind.WebhookWrongSignature ? $"not {options.Value.WebhookKey}" : options.Value.WebhookKey;
        if (await PostAsync(delivery.Event, key, address, cancellation) is { } failure)
        {
            var pause = PauseAfter(delivery.Attempt);
            logger.LogWarning(
                "Event {EventId} ({Type}) was not taken at attempt {Attempt}: {Failure}. Next try in {Pause}.",
                delivery.Event.Id, delivery.Event.Type, delivery.Attempt, failure, pause);
            queue.Retry(delivery, pause);
            return;
        }

        for (var copy = 2; fault?.Fault == PaymentFaultKind.WebhookDuplicate && copy <= (fault.Copies ?? 2); copy++)
            await PostAsync(delivery.Event, key, address, cancellation);

        await ledger.RecordDeliveryAsync(delivery.Event.Id);
        queue.ReleaseBefore(delivery.Event);
    }

    /// <summary>Null when the merchant took it, else why not.</summary>
    async Task<string?> PostAsync(WebhookEvent occurrence, string key, Uri address, CancellationToken cancellation)
    {
        var body = occurrence.ToJson();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(key, time.GetUtcNow(), body));
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode ? null : $"answered {(int)answer.StatusCode}";
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return error.Message;
        }
    }

    static TimeSpan PauseAfter(int attempt) =>
        attempt > 6 ? LongestPause : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << (attempt - 1)));
}

/// <summary><c>t=&lt;unix seconds&gt;,v1=&lt;hex HMAC-SHA256(key, t + "." + body)&gt;</c>: the time is signed too, so that a receiver can refuse old ones.</summary>
static class WebhookSignature
{
    public const string Header = "Sandbox-Signature";

    public static string Sign(string key, DateTimeOffset at, byte[] body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed))}";
    }
}

/// <summary>News of a checkout for the merchant, with the checkout as it was at that moment.</summary>
sealed record WebhookEvent(string Id, CheckoutChange Change, DateTimeOffset CreatedAt, Checkout Checkout)
{
    public string Type => $"checkout.{JsonNamingPolicy.CamelCase.ConvertName(Change.ToString())}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new { Id, Type, CreatedAt, Checkout }, SandboxJson.Options);
}
