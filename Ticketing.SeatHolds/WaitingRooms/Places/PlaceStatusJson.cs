using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace Ticketing.SeatHolds.WaitingRooms.Places;

/// <summary>Writes a status as JSON by hand: this is the answer to a hundred thousand people every few seconds.</summary>
static class PlaceStatusJson
{
    const int Longest = 256;

    public static int Write(IBufferWriter<byte> output, in PlaceStatus status)
    {
        var buffer = output.GetSpan(Longest);
        if (!TryWrite(buffer, status, out var written))
            throw new InvalidOperationException($"A status is longer than {Longest} bytes.");

        output.Advance(written);
        return written;
    }

    static bool TryWrite(Span<byte> buffer, in PlaceStatus status, out int written)
    {
        var invariant = CultureInfo.InvariantCulture;
        written = 0;
        if (!Utf8.TryWrite(buffer, invariant, $"{{\"state\":\"{Name(status.State)}\",\"place\":{status.Place},\"ahead\":{status.Ahead},\"estimatedSeconds\":", out var first))
            return false;
        var estimated = status.EstimatedSeconds is { } seconds
            ? Utf8.TryWrite(buffer[first..], invariant, $"{seconds}", out var second)
            : Utf8.TryWrite(buffer[first..], $"null", out second);
        if (!estimated || !Utf8.TryWrite(buffer[(first + second)..], invariant, $",\"pollAfterSeconds\":{status.PollAfterSeconds},\"opensAt\":", out var third))
            return false;

        var rest = buffer[(first + second + third)..];
        var finished = status.OpensAt is { } opensAt
            ? Utf8.TryWrite(rest, invariant, $"\"{opensAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\"}}", out var fourth)
            : Utf8.TryWrite(rest, $"null}}", out fourth);
        written = first + second + third + fourth;
        return finished;
    }

    public static string Name(PlaceState state) => state switch
    {
        PlaceState.Early => "early",
        PlaceState.Waiting => "waiting",
        PlaceState.Admitted => "admitted",
        PlaceState.Lapsed => "lapsed",
        _ => "closed",
    };
}
