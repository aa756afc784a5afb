using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Ticketing.Core.Seats;

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

/// <summary>The events of a stream as bytes (server-sent events, HTML Standard section 9.2).</summary>
static class StreamFrames
{
    /// <summary>How long a browser waits before it comes back: 2 s.</summary>
    public static readonly byte[] Retry = "retry: 2000\n\n"u8.ToArray();

    /// <summary>A comment: keeps proxies from taking a quiet stream for a dead one.</summary>
    public static readonly byte[] Heartbeat = ":\n\n"u8.ToArray();

    public static byte[] Seats(SeatsAnswer answer) => Event("seats", answer.Version, answer.Body);

    public static byte[] Changes(SeatVersion version, IEnumerable<SeatChange> changes)
    {
        var data = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(data))
        {
            json.WriteStartObject();
            json.WriteString("version", version.ToString());
            json.WriteStartObject("changes");
            foreach (var state in changes.GroupBy(change => change.State, change => change.Seat))
            {
                json.WriteStartArray([state.Key]);
                foreach (var seat in state)
                    json.WriteNumberValue(seat);
                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Event("changes", version, data.WrittenSpan);
    }

    /// <summary>Redis is away: what was sent is what was known last.</summary>
    public static byte[] Stale(SeatVersion version) => OfVersion("stale", version);

    /// <summary>Redis is back, and what was sent is as it is.</summary>
    public static byte[] Fresh(SeatVersion version) => OfVersion("fresh", version);

    /// <summary>The client fell behind and has to begin anew.</summary>
    public static byte[] Resync(SeatVersion version) => OfVersion("resync", version);

    static byte[] OfVersion(string name, SeatVersion version) => Event(name, version, Encoding.UTF8.GetBytes($"{{\"version\":\"{version}\"}}"));

    static byte[] Event(string name, SeatVersion version, ReadOnlySpan<byte> data) =>
        [.. Encoding.UTF8.GetBytes($"id: {version}\nevent: {name}\ndata: "), .. data, (byte)'\n', (byte)'\n'];
}
