using System.Buffers;
using System.IO.Pipelines;

namespace Ticketing.Sandbox.Inbox.Smtp;

/// <summary>
/// Reads lines that end in CRLF and nothing else: taking a bare LF for an end is how mail is smuggled.
/// What a client sends ahead (pipelining) waits in the pipe; a line that is too long is skipped without being kept.
/// </summary>
sealed class SmtpLines(Stream stream, TimeSpan patience)
{
    readonly PipeReader pipe = PipeReader.Create(stream);

    static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    /// <param name="longest">Bytes, line end included.</param>
    /// <exception cref="OperationCanceledException">The client kept silent for too long, or the server stops.</exception>
    public async Task<SmtpLine> ReadAsync(int longest, CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var isTooLong = false;
        while (true)
        {
            silence.CancelAfter(patience);
            var read = await pipe.ReadAsync(silence.Token);
            var buffer = read.Buffer;
            if (TryTakeLine(ref buffer, out var line))
            {
                isTooLong |= line.Length + LineEnd.Length > longest;
                var taken = isTooLong ? SmtpLine.TooLong : new SmtpLine(SmtpLineKind.Line, line.ToArray());
                pipe.AdvanceTo(buffer.Start);
                return taken;
            }

            if (read.IsCompleted)
                return SmtpLine.Closed;

            if (buffer.Length > longest)
            {
                isTooLong = true;
                // All but the last byte, which may be the CR of the end.
                buffer = buffer.Slice(buffer.Length - 1);
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out line, LineEnd))
            return false;

        buffer = reader.UnreadSequence;
        return true;
    }
}

/// <param name="Content">Without the line end; empty unless it is a line.</param>
readonly record struct SmtpLine(SmtpLineKind Kind, byte[] Content)
{
    public static readonly SmtpLine TooLong = new(SmtpLineKind.TooLong, []);
    public static readonly SmtpLine Closed = new(SmtpLineKind.Closed, []);
}

enum SmtpLineKind
{
    Line,
    TooLong,
    Closed,
}
