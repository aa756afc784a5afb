using System.Net;
using System.Text;
using System.Text.Json;

namespace Ticketing.Tests.Support.Seats;

/// <summary>A client of a seat stream, as a browser's EventSource is one.</summary>
sealed class LiveStream : IAsyncDisposable
{
    readonly HttpResponseMessage response;
    readonly StreamReader lines;

    LiveStream(HttpResponseMessage response, Stream body)
    {
        this.response = response;
        lines = new StreamReader(body, Encoding.UTF8);
    }

    public HttpResponseMessage Response => response;

    public static Task<HttpResponseMessage> AskAsync(HttpClient client, long showingId, string? since = null, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live/showings/{showingId}/stream{(since is null ? "" : $"?since={since}")}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<LiveStream> OpenAsync(HttpClient client, long showingId, string? since = null, string? lastEventId = null)
    {
        var response = await AskAsync(client, showingId, since, lastEventId);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stream = new LiveStream(response, await response.Content.ReadAsStreamAsync());
        (await stream.NextBlockAsync()).ShouldBe("retry: 2000");
        return stream;
    }

    /// <summary>The next event, past comments.</summary>
    public async Task<LiveEvent> NextAsync()
    {
        string? block;
        while ((block = await NextBlockAsync()) is ":")
        {
        }

        var fields = block.ShouldNotBeNull("The stream has ended.").Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(field => field[0], field => field[1]);
        return new LiveEvent(fields["event"], fields["id"], JsonDocument.Parse(fields["data"]).RootElement);
    }

    public async Task<LiveEvent> NextAsync(string name)
    {
        var next = await NextAsync();
        next.Name.ShouldBe(name);
        return next;
    }

    /// <summary>Lines up to an empty one; null at the end of the stream.</summary>
    public async Task<string?> NextBlockAsync()
    {
        using var patience = new CancellationTokenSource(Eventually.Patience);
        var block = new List<string>();
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == "")
                return string.Join('\n', block);
            block.Add(line);
        }

        return null;
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}

sealed record LiveEvent(string Name, string Id, JsonElement Data)
{
    public string States => Data.GetProperty("states").GetString()!;

    /// <summary>As <c>h1,2 a3</c>.</summary>
    public string Changes => string.Join(' ', Data.GetProperty("changes").EnumerateObject().Select(state =>
        $"{state.Name}{string.Join(',', state.Value.EnumerateArray().Select(seat => seat.GetInt32()))}"));
}
