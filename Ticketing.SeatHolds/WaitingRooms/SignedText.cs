using System.Buffers;
using System.Buffers.Text;

namespace Ticketing.SeatHolds.WaitingRooms;

static class SignedText
{
    /// <summary>Whether the text is base64url of exactly as many bytes as there is room for.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes) =>
        text.Length == Base64Url.GetEncodedLength(bytes.Length)
        && Base64Url.DecodeFromChars(text, bytes, out _, out var written) == OperationStatus.Done
        && written == bytes.Length;
}
