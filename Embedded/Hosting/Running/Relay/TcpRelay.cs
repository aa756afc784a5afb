using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Running.Relay;

/// <summary>
/// One address in front of several replicas. It passes bytes, not requests, so whatever the replicas speak works through it;
/// connections go in turn to those that are ready.
/// </summary>
sealed class TcpRelay : IAsyncDisposable
{
    const int BufferSize = 64 * 1024;
    static readonly TimeSpan RefusalPause = TimeSpan.FromMilliseconds(50);

    readonly CancellationTokenSource stopping = new();
    readonly List<Socket> listeners = [];
    readonly Func<IReadOnlyList<int>> readyPorts;
    readonly Task accepting;
    uint turn;

    /// <param name="port">The loopback port to listen on.</param>
    /// <param name="readyPorts">The loopback ports of the replicas that take connections now.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public TcpRelay(int port, Func<IReadOnlyList<int>> readyPorts)
    {
        Port = port;
        this.readyPorts = readyPorts;
        // Clients of "localhost" try ::1 first; without a listener there they would reach whoever else has that port.
        listeners.Add(Listen(new IPEndPoint(IPAddress.Loopback, port)));
        if (Loopback.HasIPv6)
            listeners.Add(Listen(new IPEndPoint(IPAddress.IPv6Loopback, port)));
        accepting = Task.WhenAll(listeners.Select(AcceptAsync));
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var listener in listeners)
            listener.Dispose();
        await accepting;
        stopping.Dispose();
    }

    static Socket Listen(IPEndPoint address)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(address);
            listener.Listen();
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    // Ends when the last of its connections has.
    async Task AcceptAsync(Socket listener)
    {
        var connections = new HashSet<Task>();
        try
        {
            while (true)
            {
                if (await NextAsync(listener) is not { } client)
                    continue;

                connections.RemoveWhere(connection => connection.IsCompleted);
                connections.Add(RelayAsync(client));
            }
        }
        catch (Exception e) when (stopping.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    // A client that gave up, or too many open files for a moment, must not end the relay for everybody else.
    async Task<Socket?> NextAsync(Socket listener)
    {
        try
        {
            return await listener.AcceptAsync(stopping.Token);
        }
        catch (SocketException) when (!stopping.IsCancellationRequested)
        {
            await Task.Delay(RefusalPause, stopping.Token);
            return null;
        }
    }

    async Task RelayAsync(Socket client)
    {
        using (client)
        using (var replica = await ConnectAsync())
        {
            if (replica is null)
            {
                client.Close(0);
                return;
            }

            try
            {
                client.NoDelay = replica.NoDelay = true;
            }
            catch (SocketException)
            {
                // One of the two has gone already; closing both is all that is left to do.
                return;
            }

            using var broken = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            await Task.WhenAll(CopyAsync(client, replica, broken), CopyAsync(replica, client, broken));
        }
    }

    async Task<Socket?> ConnectAsync()
    {
        var ports = readyPorts();
        var first = Interlocked.Increment(ref turn);
        for (var i = 0; i < ports.Count; i++)
        {
            var replica = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await replica.ConnectAsync(IPAddress.Loopback, ports[(int)((first + (uint)i) % (uint)ports.Count)], stopping.Token);
                return replica;
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                replica.Dispose();
            }
        }

        return null;
    }

    // The end of one direction is passed on and leaves the other open; a broken direction ends both, abruptly, as the peer did.
    static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, broken.Token)) > 0)
            {
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), broken.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            from.LingerState = to.LingerState = new LingerOption(enable: true, seconds: 0);
            await broken.CancelAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
