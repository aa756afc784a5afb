using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Ticketing.Load.Driving;

/// <summary>What a client of a seat stream makes of it.</summary>
/// <param name="name">Of the event.</param>
/// <param name="version">Its id.</param>
/// <param name="data">Valid during the call only.</param>
delegate void SeatEventHandler(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version, ReadOnlySpan<byte> data);

/// <summary>
/// A client of server-sent events on a bare socket: thousands of them must cost little, since they share the machine with what is
/// measured. The server writes an event in one piece, so the lines of the chunked encoding stand between events and are passed over.
/// </summary>
sealed class EventStream(IPEndPoint server, string path) : IDisposable
{
    // The first event has all seats; no other is as long.
    readonly byte[] buffer = new byte[4096];
    readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    byte[] name = [];
    byte[] version = [];
    int filled;

    public async Task ConnectAsync(CancellationToken ct)
    {
        await socket.ConnectAsync(server, ct);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"), ct);
    }

    /// <summary>Reads until the server closes, or the token says so.</summary>
    /// <exception cref="IOException">The answer is not a stream of events.</exception>
    public async Task ReadAsync(SeatEventHandler handle, CancellationToken ct)
    {
        while (await socket.ReceiveAsync(buffer.AsMemory(filled), ct) is > 0 and var received)
        {
            filled += received;
            var used = Read(buffer.AsSpan(0, filled), handle);
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled == buffer.Length)
                throw new IOException($"A line is longer than {buffer.Length} bytes.");
        }
    }

    public void Dispose() => socket.Dispose();

    int Read(ReadOnlySpan<byte> bytes, SeatEventHandler handle)
    {
        var used = 0;
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes[used..].IndexOf((byte)'\n'))
        {
            var line = bytes.Slice(used, end).TrimEnd((byte)'\r');
            used += end + 1;
            if (line.StartsWith("HTTP/1.1 "u8) && !line.StartsWith("HTTP/1.1 200"u8))
                throw new IOException(Encoding.ASCII.GetString(line));
            if (line.StartsWith("id: "u8))
                version = line[4..].ToArray();
            else if (line.StartsWith("event: "u8))
                name = line[7..].ToArray();
            else if (line.StartsWith("data: "u8))
                handle(name, version, line[6..]);
        }

        return used;
    }
}

/// <summary>One client's picture of the seats: that it is whole is what the stream promises.</summary>
/// <param name="draws">Whether it also keeps the seats themselves, as a browser does.</param>
sealed class SeatPicture(bool draws)
{
    long generation;
    long sequence;
    long covered;

    /// <summary>Changes that came as changes, each once and in order.</summary>
    public long Covered => Interlocked.Read(ref covered);

    /// <summary>Times that it had to begin anew.</summary>
    public int Snapshots { get; private set; }

    public long Sequence => Interlocked.Read(ref sequence);
    public byte[] States { get; private set; } = [];

    /// <returns>The sequence number of the first change in it; 0 if it brought none.</returns>
    public long Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> id, ReadOnlySpan<byte> data)
    {
        var (generationBefore, sequenceBefore) = (generation, sequence);
        var dot = id.IndexOf((byte)'.');
        generation = long.Parse(id[..dot], CultureInfo.InvariantCulture);
        Interlocked.Exchange(ref sequence, long.Parse(id[(dot + 1)..], CultureInfo.InvariantCulture));
        if (name.SequenceEqual("seats"u8))
        {
            Snapshots++;
            if (draws)
                States = JsonDocument.Parse(data.ToArray()).RootElement.GetProperty("states").GetString()!.Select(state => (byte)state).ToArray();
            return 0;
        }

        if (!name.SequenceEqual("changes"u8) || generation != generationBefore || sequence <= sequenceBefore)
            return 0;

        Interlocked.Add(ref covered, sequence - sequenceBefore);
        if (draws)
            Draw(data);
        return sequenceBefore + 1;
    }

    void Draw(ReadOnlySpan<byte> data)
    {
        using var json = JsonDocument.Parse(data.ToArray());
        foreach (var state in json.RootElement.GetProperty("changes").EnumerateObject())
        {
            foreach (var seat in state.Value.EnumerateArray())
                States[seat.GetInt32()] = (byte)state.Name[0];
        }
    }
}
