using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StackExchange.Redis;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>
/// What one call changed in a showing, as its script publishes it: <c>7.42 h12,13 a40</c> — the version after the change, then
/// per state the seats that are in it now. A message without seats says that something else
/// is new: the showing was built anew, or its terms of sale changed.
/// </summary>
/// <param name="Changes">Each seat at most once.</param>
sealed record SeatChanges(SeatVersion Version, IReadOnlyList<SeatChange> Changes)
{
    const string States = "ahpsx";
    const string ChannelPrefix = "showing:{";
    const string ChannelSuffix = "}:changes";

    /// <summary>Where the scripts of all showings publish.</summary>
    public static RedisChannel AllChannels { get; } = RedisChannel.Pattern($"{ChannelPrefix}*{ChannelSuffix}");

    /// <summary>Where the scripts of a showing publish.</summary>
    public static RedisChannel Channel(long showingId) =>
        RedisChannel.Literal(string.Create(CultureInfo.InvariantCulture, $"{ChannelPrefix}{showingId}{ChannelSuffix}"));

    /// <summary>Whose channel it is.</summary>
    public static bool TryReadChannel(RedisChannel channel, out long showingId)
    {
        var text = ((string?)channel).AsSpan();
        showingId = 0;
        return text.StartsWith(ChannelPrefix, StringComparison.Ordinal) && text.EndsWith(ChannelSuffix, StringComparison.Ordinal)
            && long.TryParse(text[ChannelPrefix.Length..^ChannelSuffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out showingId);
    }

    /// <summary>False if the text is no such message: whoever gets one has to read all seats.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SeatChanges? changes)
    {
        changes = null;
        var words = (text ?? "").Split(' ');
        if (!SeatVersion.TryParse(words[0], CultureInfo.InvariantCulture, out var version))
            return false;

        var seats = new List<SeatChange>();
        foreach (var word in words.AsSpan(1))
        {
            if (word is "" || !States.Contains(word[0], StringComparison.Ordinal) || !TryAddSeats(word, seats))
                return false;
        }

        changes = new SeatChanges(version, seats);
        return true;
    }

    static bool TryAddSeats(string word, List<SeatChange> seats)
    {
        var state = SeatStates.Public(word[0]);
        var list = word.AsSpan(1);
        foreach (var range in list.Split(','))
        {
            if (!int.TryParse(list[range], NumberStyles.None, CultureInfo.InvariantCulture, out var seat))
                return false;
            seats.Add(new SeatChange(seat, state));
        }

        return true;
    }
}

/// <param name="Seat">Place in the layout.</param>
/// <param name="State">As in <see cref="SeatStates.States"/>.</param>
readonly record struct SeatChange(int Seat, char State);
