using System.Text.Json.Serialization;
using Ticketing.Core.Catalogue;
using Ticketing.Core.WaitingRooms;

namespace Ticketing.Api.WaitingRooms;

/// <param name="Mode">Required.</param>
/// <param name="Cap">Customers inside at a time.</param>
/// <param name="RatePerSecond">Customers let in per second.</param>
/// <param name="OpensAt">Who comes earlier takes part in a draw. Left out: the showing's sale opening if that is to come, else now.</param>
sealed record WaitingRoomRequest(WaitingRoomMode? Mode, int? Cap, double? RatePerSecond, DateTimeOffset? OpensAt)
{
    const int MostInside = 1_000_000;
    const double FastestRate = 10_000;
    const double SlowestRate = 0.01;

    /// <summary>What is wrong with it, by input; none if nothing.</summary>
    [JsonIgnore]
    public IEnumerable<(string Input, string Error)> Errors
    {
        get
        {
            if (Mode is null)
                yield return ("mode", "One of on, automatic and off.");
            if (Mode is not WaitingRoomMode.Off && Cap is not (>= 1 and <= MostInside))
                yield return ("cap", $"From 1 to {MostInside} customers.");
            if (Mode is not WaitingRoomMode.Off && RatePerSecond is not (>= SlowestRate and <= FastestRate))
                yield return ("ratePerSecond", $"From {SlowestRate} to {FastestRate} customers per second.");
            if (OpensAt is not null && Mode is not WaitingRoomMode.On)
                yield return ("opensAt", "Only of a room that is switched on.");
            if (OpensAt is { } opensAt && !ShowingDate.Contain(opensAt))
                yield return ("opensAt", "An instant of this millennium.");
        }
    }
}

/// <param name="On">Whether a pass is needed now.</param>
/// <param name="Places">Handed out so far.</param>
/// <param name="Admitted">Positions whose turn has come.</param>
/// <param name="UpdatedBy">The member of staff who last set it; null if load made it.</param>
sealed record WaitingRoomResponse(
    long Id, string? FilmId, long? ShowingId, WaitingRoomMode Mode, int Cap, double RatePerSecond, DateTimeOffset? OpensAt, bool On,
    long Places, long Admitted, int LeasesInUse, DateTimeOffset CreatedAt, Guid? CreatedBy, DateTimeOffset UpdatedAt, Guid? UpdatedBy)
{
    public static WaitingRoomResponse Of(WaitingRoom room) => new(
        room.Id, room.FilmId, room.ShowingId, room.Mode, room.Cap, room.RatePerSecond, room.OpensAt, room.StartedAt is not null,
        room.Places, room.AdmittedUpTo, room.LeasesInUse, room.CreatedAt, room.CreatedBy, room.UpdatedAt, room.UpdatedBy);
}
