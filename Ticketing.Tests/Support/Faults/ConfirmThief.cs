using System.Buffers.Binary;
using System.Net.Sockets;

namespace Ticketing.Tests.Support.Faults;

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

    readonly BrokenLine line;
    volatile bool stealing;
    int stolen;

    public ConfirmThief(Func<Task<Uri>> broker) => line = new BrokenLine(broker, PassAnswersAsync);

    public int Stolen => stolen;

    public Task<string> ConnectionStringAsync() => line.ConnectionStringAsync();

    public void Steal() => stealing = true;

    public void Stop() => stealing = false;

    public ValueTask DisposeAsync() => line.DisposeAsync();

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
