using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
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
        foreach (var (header, values) in request.Headers.Where(header => header.Key is "Content-Type" or "Sandbox-Signature"))
        {
            if (!forwarded.Headers.TryAddWithoutValidation(header, values.ToArray()))
                forwarded.Content.Headers.TryAddWithoutValidation(header, values.ToArray());
        }

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
