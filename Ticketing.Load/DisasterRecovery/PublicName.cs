using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ticketing.Core.Payments;
using Ticketing.Load.Stack;

namespace Ticketing.Load.DisasterRecovery;

/// <summary>
/// What the DNS name is to the payment provider: webhooks sent to it reach the region that it leads to. The customers of the drill
/// follow it too.
/// </summary>
sealed class PublicName : IAsyncDisposable
{
    readonly HttpClient http = new();
    readonly WebApplication app;
    volatile Region? region;

    PublicName(WebApplication app, Uri address)
    {
        this.app = app;
        Webhook = new Uri(address, "/api/payments/webhook");
        app.MapPost("/{**path}", ForwardAsync);
    }

    public Uri Webhook { get; }

    /// <summary>Null while it leads nowhere.</summary>
    public Region? Region
    {
        get => region;
        set => region = value;
    }

    public static async Task<PublicName> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(address.ToString());
        var name = new PublicName(app, address);
        await app.StartAsync();
        return name;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    async Task<IResult> ForwardAsync(HttpRequest request, CancellationToken ct)
    {
        if (region is not { } target)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

        using var forwarded = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Address("api"), request.Path)) { Content = new StreamContent(request.Body) };
        forwarded.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type : null;
        if (request.Headers[WebhookSignature.Header] is { Count: > 0 } signature)
            forwarded.Headers.Add(WebhookSignature.Header, signature.ToArray());

        try
        {
            using var answer = await http.SendAsync(forwarded, ct);
            return Results.StatusCode((int)answer.StatusCode);
        }
        catch (HttpRequestException)
        {
            return Results.StatusCode(StatusCodes.Status502BadGateway);
        }
    }
}
