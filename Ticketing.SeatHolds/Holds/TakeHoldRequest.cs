namespace Ticketing.SeatHolds.Holds;

/// <param name="Seats">Places in the layout, each once.</param>
sealed record TakeHoldRequest(int[]? Seats);
