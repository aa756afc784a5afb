using System.IO.Pipelines;
using System.Threading.Channels;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>One client's stream: a few frames, shared with all other clients, that wait until its connection takes them.</summary>
sealed class SeatStream(int backlog)
{
    // The sender writes to the connection itself as long as that takes what it is given, which spares a thread hop per client and
    // frame; a connection that does not keeps nobody: the rest is written when it is ready again.
    readonly Channel<byte[]> frames = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(backlog) { SingleReader = true, AllowSynchronousContinuations = true });

    volatile byte[]? farewell;

    /// <summary>False if the client is too far behind.</summary>
    public bool Offer(byte[] frame) => frames.Writer.TryWrite(frame);

    public void End() => frames.Writer.TryComplete();

    /// <summary>Ends the stream with a last frame, in place of all that waits.</summary>
    public void End(byte[] lastFrame)
    {
        farewell = lastFrame;
        End();
    }

    /// <summary>Writes until the stream ends.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async Task WriteToAsync(PipeWriter connection, CancellationToken clientGone)
    {
        await foreach (var frame in frames.Reader.ReadAllAsync(clientGone))
        {
            if (farewell is null)
                await connection.WriteAsync(frame, clientGone);
        }

        if (farewell is { } last)
            await connection.WriteAsync(last, clientGone);
    }
}
