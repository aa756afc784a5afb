using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A line to a server, of which each byte that a client sends is kept: what really went over the wire.</summary>
sealed partial class RecordingLine : IAsyncDisposable
{
    readonly Uri server;
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentQueue<MemoryStream> sent = new();
    readonly ConcurrentDictionary<TcpClient, bool> ends = new();
    readonly Task accepting;

    public RecordingLine(Uri server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>How many connections carried everything.</summary>
    public int Connections => sent.Count;

    /// <summary>What the server has been sent as a head of a request, line by line, whoever meant it to be one.</summary>
    public IReadOnlyList<string> Lines => [.. sent.SelectMany(connection => Text(connection).Split('\r', '\n')).Where(line => line.Length > 0)];

    /// <summary>The first lines of requests, as in <c>GET /api/films</c>.</summary>
    public IReadOnlyList<string> Requests => [.. sent.SelectMany(connection => FirstLine().Matches(Text(connection)).Select(line => line.Groups[1].Value))];

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        foreach (var end in ends.Keys)
            end.Dispose();
        await accepting;
    }

    static string Text(MemoryStream connection)
    {
        lock (connection)
            return Encoding.Latin1.GetString(connection.ToArray());
    }

    async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
                lines.Add(ConnectAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (SocketException)
        {
            // The listener was stopped.
        }

        await Task.WhenAll(lines);
    }

    async Task ConnectAsync(TcpClient near)
    {
        using var nearEnd = near;
        using var far = new TcpClient();
        ends[near] = ends[far] = true;
        var kept = new MemoryStream();
        sent.Enqueue(kept);
        try
        {
            await far.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(RecordAsync(near.GetStream(), far.GetStream(), kept), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either end is gone.
        }

        ends.TryRemove(near, out _);
        ends.TryRemove(far, out _);
    }

    static async Task RecordAsync(NetworkStream from, NetworkStream to, MemoryStream kept)
    {
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
