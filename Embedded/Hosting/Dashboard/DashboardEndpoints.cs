using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Aspire.Hosting.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Aspire.Hosting.Dashboard;

/// <summary>The page and what it asks for.</summary>
sealed class DashboardEndpoints(Orchestrator orchestrator, DashboardState state, ResourceLoggerService logs, ResourceCommandService commands, TimeProvider time)
{
    static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
    static readonly EmbeddedFileProvider Page = new(typeof(DashboardEndpoints).Assembly, $"{typeof(DashboardEndpoints).Namespace}.Page");
    static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public void Map(IEndpointRouteBuilder routes, CancellationToken stopping)
    {
        foreach (var file in Page.GetDirectoryContents(""))
            routes.MapGet(file.Name == "index.html" ? "/" : $"/{file.Name}", () => PageFile(file));

        var api = routes.MapGroup("/api");
        api.MapGet("/state", (CancellationToken aborted) => Stream(States, stopping, aborted));
        api.MapGet("/resources/{name}", ShowResource);
        api.MapPost("/resources/{name}/{command}", ExecuteAsync);
        api.MapGet("/replicas/{name}/console", (string name, HttpRequest request, CancellationToken aborted) =>
            Stream(token => Lines(name, LastSeen(request), token), stopping, aborted));
    }

    static FileStreamHttpResult PageFile(IFileInfo file) => TypedResults.Stream(
        file.CreateReadStream(), ContentTypes.TryGetContentType(file.Name, out var type) ? type : "application/octet-stream");

    async Task<Results<Ok<ResourceDetail>, NotFound<Problem>>> ShowResource(string name, CancellationToken cancellationToken) =>
        orchestrator.Find(name) is { } runner
            ? TypedResults.Ok(await state.DetailOfAsync(runner, cancellationToken))
            : TypedResults.NotFound(new Problem($"There is no resource '{name}'."));

    async Task<Results<NoContent, BadRequest<Problem>>> ExecuteAsync(string name, string command, CancellationToken cancellationToken)
    {
        var result = await commands.ExecuteCommandAsync(name, command, cancellationToken);
        return result.Success ? TypedResults.NoContent() : TypedResults.BadRequest(new Problem(result.Message!));
    }

    // Looks as often as a person would notice a change; what has not changed is not sent.
    async IAsyncEnumerable<SseItem<string>> States([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Refresh, time);
        string? sent = null;
        do
        {
            var now = JsonSerializer.Serialize(await state.LookAsync(cancellationToken), JsonSerializerOptions.Web);
            if (now == sent)
                continue;
            yield return new(sent = now);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    async IAsyncEnumerable<SseItem<string>> Lines(string instance, int after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in logs.WatchAsync(instance).WithCancellation(cancellationToken))
        {
            foreach (var line in batch.Where(line => line.LineNumber > after))
            {
                var text = JsonSerializer.Serialize(new { text = line.Content, error = line.IsErrorMessage }, JsonSerializerOptions.Web);
                yield return new(text) { EventId = line.LineNumber.ToString(CultureInfo.InvariantCulture) };
            }
        }
    }

    // What the browser sends when it comes back after the connection broke.
    static int LastSeen(HttpRequest request) =>
        int.TryParse(request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var number) ? number : 0;

    // Ends when the reader has gone or the server stops; neither is an error.
    static ServerSentEventsResult<string> Stream(
        Func<CancellationToken, IAsyncEnumerable<SseItem<string>>> source, CancellationToken stopping, CancellationToken aborted)
    {
        return TypedResults.ServerSentEvents(UntilEither());

        async IAsyncEnumerable<SseItem<string>> UntilEither()
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
            var items = Channel.CreateBounded<SseItem<string>>(1);
            var reading = ReadAsync(items.Writer, ended.Token);
            await foreach (var item in items.Reader.ReadAllAsync(CancellationToken.None))
                yield return item;
            await reading;
        }

        async Task ReadAsync(ChannelWriter<SseItem<string>> writer, CancellationToken ended)
        {
            try
            {
                await foreach (var item in source(ended))
                    await writer.WriteAsync(item, ended);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
            }
            finally
            {
                writer.Complete();
            }
        }
    }

    sealed record Problem(string Title);
}
