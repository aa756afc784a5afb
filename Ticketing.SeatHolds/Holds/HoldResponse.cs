using Ticketing.Core.Seats;

namespace Ticketing.SeatHolds.Holds;

/// <param name="RenewableUntil">Renewing never moves <paramref name="ExpiresAt"/> beyond this instant.</param>
/// <param name="Version">Ask for the seat states with this as <c>min</c> to see the hold in them.</param>
sealed record HoldResponse(
    string HoldId, long ShowingId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil, string Version)
{
    public static HoldResponse Of(SeatHold hold) =>
        new(hold.Id, hold.ShowingId, hold.Seats, hold.ExpiresAt, hold.RenewableUntil, hold.Version.ToString());
}
