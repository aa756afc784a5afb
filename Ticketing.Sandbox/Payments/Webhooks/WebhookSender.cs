using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Ticketing.Sandbox.Payments.Ledger;

namespace Ticketing.Sandbox.Payments.Webhooks;

/// <summary>
/// Posts events until the merchant answers 2xx. Order is not promised, and an event may come twice:
/// when the process ends between the answer and its line in the ledger.
/// </summary>
sealed class WebhookSender(
    WebhookQueue queue, CheckoutLedger ledger, HttpClient http, IOptions<SandboxOptions> options, TimeProvider time, ILogger<WebhookSender> logger)
    : BackgroundService
{
    const int AtOnce = 16;
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

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
        if (await PostAsync(delivery.Event, address, cancellation) is { } failure)
        {
            var pause = PauseAfter(delivery.Attempt);
            logger.LogWarning(
                "Event {EventId} ({Type}) was not taken at attempt {Attempt}: {Failure}. Next try in {Pause}.",
                delivery.Event.Id, delivery.Event.Type, delivery.Attempt, failure, pause);
            queue.Retry(delivery, pause);
            return;
        }

        await ledger.RecordDeliveryAsync(delivery.Event.Id);
    }

    /// <summary>Null when the merchant took it, else why not.</summary>
    async Task<string?> PostAsync(WebhookEvent occurrence, Uri address, CancellationToken cancellation)
    {
        var body = occurrence.ToJson();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Sign(options.Value.WebhookKey, time.GetUtcNow(), body));
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
