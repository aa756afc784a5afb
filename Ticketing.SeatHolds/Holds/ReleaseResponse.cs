namespace Ticketing.SeatHolds.Holds;

/// <param name="Version">Ask for the seat states with this as <c>min</c> to see the seats free in them.</param>
sealed record ReleaseResponse(string Version);
