using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Ticketing.Tests.Faults.Stack;

/// <summary>
/// A line to the broker on which its confirms of published messages can get lost, and nothing else: the messages are in their
/// queues, and who published them is not told.
/// </summary>
sealed class ConfirmThief : IAsyncDisposable
{
    /// <summary>AMQP 0-9-1: a frame is type, channel and size, then the payload, then an end mark.</summary>
    const int Header = 7;

    /// <summary>Class <c>basic</c>, method <c>ack</c>; from the broker that is a confirm.</summary>
    const uint BasicAck = 60 << 16 | 80;

    readonly Func<Task<Uri>> broker;
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentDictionary<TcpClient, bool> ends = new();
    readonly Task accepting;
    volatile bool stealing;
    int stolen;

    public ConfirmThief(Func<Task<Uri>> broker)
    {
        this.broker = broker;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Stolen => stolen;

    /// <summary>The broker's, but through this line.</summary>
    public async Task<string> ConnectionStringAsync() => new UriBuilder(await broker()) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.ToString();

    public void Steal() => stealing = true;

    public void Stop() => stealing = false;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        foreach (var end in ends.Keys)
            end.Dispose();
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
        using var far = new TcpClient();
        ends[near] = ends[far] = true;
        try
        {
            var server = await broker();
            await far.ConnectAsync(IPAddress.Loopback, server.Port);
            var (publisher, answers) = (near.GetStream(), far.GetStream());
            await Task.WhenAny(publisher.CopyToAsync(answers), PassAnswersAsync(answers, publisher));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Either end is gone; the client connects anew.
        }

        ends.TryRemove(near, out _);
        ends.TryRemove(far, out _);
    }

    async Task PassAnswersAsync(NetworkStream answers, NetworkStream publisher)
    {
        var frame = new byte[1024];
        while (true)
        {
            await answers.ReadExactlyAsync(frame.AsMemory(0, Header));
            var length = Header + (int)BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(3)) + 1;
            if (frame.Length < length)
                Array.Resize(ref frame, length);
            await answers.ReadExactlyAsync(frame.AsMemory(Header, length - Header));
            if (stealing && IsConfirm(frame))
                Interlocked.Increment(ref stolen);
            else
                await publisher.WriteAsync(frame.AsMemory(0, length));
        }
    }

    static bool IsConfirm(ReadOnlySpan<byte> frame) => frame[0] == 1 && BinaryPrimitives.ReadUInt32BigEndian(frame[Header..]) == BasicAck;
}
