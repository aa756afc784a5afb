using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests;

/// <summary>A line to a server that can be cut and mended, so that a test can take the server from one client only.</summary>
sealed class BrokenLine : IAsyncDisposable
{
    readonly Uri server;
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentDictionary<TcpClient, bool> ends = new();
    readonly Task accepting;
    volatile bool cut;
    int connections;

    /// <param name="connectionString">With the scheme, host and port of the server.</param>
    public BrokenLine(string connectionString)
    {
        server = new Uri(connectionString);
        listener.Start();
        accepting = AcceptAsync();
    }

    public string ConnectionString => new UriBuilder(server) { Port = Port }.ToString();

    /// <summary>Clients that have ever connected.</summary>
    public int Connections => connections;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Cut()
    {
        cut = true;
        foreach (var end in ends.Keys)
            end.Dispose();
    }

    public void Mend() => cut = false;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await accepting;
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

    async Task ConnectAsync(TcpClient client)
    {
        using var near = client;
        if (cut)
            return;
        Interlocked.Increment(ref connections);
        using var far = new TcpClient();
        ends[near] = ends[far] = true;
        try
        {
            await far.ConnectAsync(server.Host, server.Port);
            var (a, b) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(a.CopyToAsync(b), b.CopyToAsync(a));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either end is gone, which is what the line is for.
        }

        ends.TryRemove(near, out _);
        ends.TryRemove(far, out _);
    }
}
