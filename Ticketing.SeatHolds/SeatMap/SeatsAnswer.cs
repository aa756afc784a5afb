using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.SeatMap;

/// <summary>All seats at one version, written once for all who ask.</summary>
sealed class SeatsAnswer(SeatStates seats, bool stale)
{
    byte[]? frame;

    public SeatVersion Version { get; } = seats.Version;
    public byte[] Body { get; } = JsonSerializer.SerializeToUtf8Bytes(SeatStatesResponse.Of(seats, stale), JsonSerializerOptions.Web);

    /// <summary>The same as an event of a stream.</summary>
    public byte[] Frame => frame ??= StreamFrames.Seats(this);
}

/// <param name="States">One letter per seat in layout order: available, held, sold, <c>x</c> for not for sale.</param>
/// <param name="Stale">Redis is away: this is what was known last. Left out when false.</param>
sealed record SeatStatesResponse(
    string Version, string States, DateTimeOffset SaleOpensAt, DateTimeOffset CutoffAt, bool Cancelled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Stale)
{
    public static SeatStatesResponse Of(SeatStates states, bool stale) =>
        new(states.Version.ToString(), states.States, states.SaleOpensAt, states.CutoffAt, states.Cancelled, stale);
}
