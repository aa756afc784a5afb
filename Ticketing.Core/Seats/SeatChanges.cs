using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StackExchange.Redis;

namespace Ticketing.Core.Seats;

/// <summary>
/// What one call changed in a showing, as its script publishes it: <c>7.42 h12,13 a40</c> — the version after the change, then
/// per state the seats that are in it now. A message without seats says that the showing was built anew.
/// </summary>
/// <param name="Changes">Each seat at most once.</param>
public sealed record SeatChanges(SeatVersion Version, IReadOnlyList<SeatChange> Changes)
{
    const string States = "ahpsx";

    /// <summary>Where the scripts of all showings publish.</summary>
    public static RedisChannel AllChannels => ShowingKeys.AllChanges;

    /// <summary>Where the scripts of a showing publish.</summary>
    public static RedisChannel Channel(long showingId) => ShowingKeys.Changes(showingId);

    /// <summary>Whose channel it is.</summary>
    public static bool TryReadChannel(RedisChannel channel, out long showingId) => ShowingKeys.TryReadChanges(channel, out showingId);

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
public readonly record struct SeatChange(int Seat, char State);
