using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>A merchant's endpoint that answers as told and keeps what it got.</summary>
sealed class WebhookReceiver : IAsyncDisposable
{
    readonly WebApplication app;

    WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>Given the number of earlier posts.</summary>
    public Func<int, int> Answer { get; set; } = _ => StatusCodes.Status200OK;

    /// <summary>Answers in place of that, given signature and body.</summary>
    public Func<string, string, Task<int>>? Take { get; set; }

    public ConcurrentQueue<WebhookPost> Posts { get; } = new();

    public Uri Address => new(new Uri(app.Urls.Single()), "/api/payments/webhook");

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/api/payments/webhook", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public Task<WebhookPost> TakesAsync(string type, string checkoutId) => Eventually.BecomesAsync(
        () => Task.FromResult(Posts.FirstOrDefault(post => post.Type == type && post.CheckoutId == checkoutId)!), post => post is not null);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var (signature, body) = (request.Headers["Sandbox-Signature"].ToString(), await reader.ReadToEndAsync());
        var answer = Take is null ? Answer(Posts.Count) : await Take(signature, body);
        Posts.Enqueue(new WebhookPost(signature, body, answer));
        return TypedResults.StatusCode(answer);
    }
}

sealed record WebhookPost(string Signature, string Body, int Answer)
{
    readonly JsonElement json = JsonDocument.Parse(Body).RootElement;

    public string Id => json.GetProperty("id").GetString()!;
    public string Type => json.GetProperty("type").GetString()!;
    public string CheckoutId => json.GetProperty("checkout").GetProperty("id").GetString()!;
    public string CheckoutStatus => json.GetProperty("checkout").GetProperty("status").GetString()!;
}
