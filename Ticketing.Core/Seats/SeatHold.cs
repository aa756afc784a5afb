namespace Ticketing.Core.Seats;

/// <summary>Seats of a showing kept for one customer until <see cref="ExpiresAt"/>.</summary>
/// <param name="Id">Unguessable, safe in addresses.</param>
/// <param name="Seats">Their places in the layout, ascending.</param>
/// <param name="ExpiresAt">By the clock of Redis; that of the booking once there is one.</param>
/// <param name="RenewableUntil">Renewing never moves <see cref="ExpiresAt"/> beyond this instant.</param>
/// <param name="Version">A state of the showing's seats that shows the hold.</param>
public sealed record SeatHold(
    string Id, long ShowingId, IReadOnlyList<int> Seats, DateTimeOffset ExpiresAt, DateTimeOffset RenewableUntil, SeatVersion Version);
