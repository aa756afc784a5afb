using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ticketing.Tests.Support.Sandbox;

/// <summary>A merchant's endpoint that answers as told and keeps what it got.</summary>
sealed class WebhookReceiver : IAsyncDisposable
{
    const string Path = "/api/payments/webhook";

    TestService service = null!;

    WebhookReceiver()
    {
    }

    /// <summary>Given the number of earlier posts.</summary>
    public Func<int, int> Answer { get; set; } = _ => StatusCodes.Status200OK;

    /// <summary>Answers in place of that, given signature and body.</summary>
    public Func<string, string, Task<int>>? Take { get; set; }

    public ConcurrentQueue<WebhookPost> Posts { get; } = new();

    public Uri Address => new(service.Addresses[0], Path);

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        receiver.service = await TestService.StartAsync(builder => builder.Logging.ClearProviders(), app => app.MapPost(Path, receiver.TakeAsync));
        return receiver;
    }

    public Task<WebhookPost> TakesAsync(string type, string checkoutId) => Eventually.BecomesAsync(
        () => Task.FromResult(Posts.FirstOrDefault(post => post.Type == type && post.CheckoutId == checkoutId)!), post => post is not null);

    public ValueTask DisposeAsync() => service.DisposeAsync();

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
