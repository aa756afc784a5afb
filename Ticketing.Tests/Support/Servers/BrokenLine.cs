using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests.Support.Servers;

/// <summary>A line to a server that can be cut and mended, so that a test can take the server from one client only.</summary>
sealed class BrokenLine : IAsyncDisposable
{
    readonly Func<Task<Uri>> server;
    readonly Func<NetworkStream, NetworkStream, Task> passAnswers, passRequests;
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentDictionary<TcpClient, bool> ends = new();
    readonly Task accepting;
    volatile bool cut;
    int connections;

    /// <param name="connectionString">With the scheme, host and port of the server.</param>
    public BrokenLine(string connectionString)
        : this(() => Task.FromResult(new Uri(connectionString)))
    {
    }

    /// <param name="server">Asked for each connection: it may have moved.</param>
    /// <param name="passAnswers">Hands the server's answers to the client, all or some.</param>
    /// <param name="passRequests">Hands the client's requests to the server.</param>
    public BrokenLine(
        Func<Task<Uri>> server, Func<NetworkStream, NetworkStream, Task>? passAnswers = null, Func<NetworkStream, NetworkStream, Task>? passRequests = null)
    {
        (this.server, this.passAnswers, this.passRequests) = (server, passAnswers ?? CopyAsync, passRequests ?? CopyAsync);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The server's, but through this line.</summary>
    public async Task<string> ConnectionStringAsync() => new UriBuilder(await server()) { Host = "127.0.0.1", Port = Port }.ToString();

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

    static Task CopyAsync(NetworkStream from, NetworkStream to) => from.CopyToAsync(to);

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
        if (cut)
            return;
        Interlocked.Increment(ref connections);
        using var far = new TcpClient();
        ends[near] = ends[far] = true;
        try
        {
            var address = await server();
            await far.ConnectAsync(address.Host, address.Port);
            var (client, answers) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(passRequests(client, answers), passAnswers(answers, client));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either end is gone, which is what the line is for.
        }

        ends.TryRemove(near, out _);
        ends.TryRemove(far, out _);
    }
}
