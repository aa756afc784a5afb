namespace Ticketing.Sandbox.Inbox.Smtp;

/// <summary>What came after DATA.</summary>
/// <param name="Content">The message as it was before the sender stuffed its dots; empty if refused.</param>
/// <param name="Refusal">The reply to give instead of keeping it, null if it is fine.</param>
readonly record struct SmtpText(byte[] Content, string? Refusal)
{
    /// <summary>Reads to the end of the text, even of a refused one: what follows are commands again.</summary>
    /// <exception cref="EndOfStreamException">The client went away in the middle.</exception>
    public static async Task<SmtpText> ReadAsync(SmtpLines lines, SmtpOptions options, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        string? refusal = null;
        while (true)
        {
            // One more for the dot that stuffing may have put before a line of full length.
            var line = await lines.ReadAsync(options.LongestTextLine + 1, cancellation);
            if (line.Kind == SmtpLineKind.Closed)
                throw new EndOfStreamException("The client went away in the middle of a mail.");
            if (line.Content is [(byte)'.'])
                return refusal is null ? new SmtpText(content.ToArray(), null) : new SmtpText([], refusal);

            if (line.Kind == SmtpLineKind.TooLong)
                refusal ??= "500 Line too long";
            else if (content.Length + line.Content.Length > options.LargestMessage)
                refusal ??= "552 Message too big";

            if (refusal is null)
                Append(content, line.Content);
            else
                content.SetLength(0);
        }
    }

    static void Append(MemoryStream content, ReadOnlySpan<byte> line)
    {
        content.Write(line is [(byte)'.', ..] ? line[1..] : line);
        content.Write("\r\n"u8);
    }
}
