using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A line to a server, of which each byte that a client sends is kept: what really went over the wire.</summary>
sealed partial class RecordingLine : IAsyncDisposable
{
    readonly ConcurrentQueue<MemoryStream> sent = new();
    readonly BrokenLine line;

    public RecordingLine(Uri server) => line = new BrokenLine(() => Task.FromResult(server), passRequests: RecordAsync);

    public Uri Address => new($"http://127.0.0.1:{line.Port}");

    /// <summary>How many connections carried everything.</summary>
    public int Connections => line.Connections;

    /// <summary>What the server has been sent as a head of a request, line by line, whoever meant it to be one.</summary>
    public IReadOnlyList<string> Lines => [.. sent.SelectMany(connection => Text(connection).Split('\r', '\n')).Where(line => line.Length > 0)];

    /// <summary>The first lines of requests, as in <c>GET /api/films</c>.</summary>
    public IReadOnlyList<string> Requests => [.. sent.SelectMany(connection => FirstLine().Matches(Text(connection)).Select(line => line.Groups[1].Value))];

    public ValueTask DisposeAsync() => line.DisposeAsync();

    static string Text(MemoryStream connection)
    {
        lock (connection)
            return Encoding.Latin1.GetString(connection.ToArray());
    }

    async Task RecordAsync(NetworkStream from, NetworkStream to)
    {
        var kept = new MemoryStream();
        sent.Enqueue(kept);
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer) is var length and > 0)
        {
            lock (kept)
                kept.Write(buffer, 0, length);
            await to.WriteAsync(buffer.AsMemory(0, length));
        }
    }

    [GeneratedRegex(@"^((?:GET|POST|PUT|DELETE|HEAD) \S+) HTTP/1\.1\r?$", RegexOptions.Multiline)]
    private static partial Regex FirstLine();
}
