namespace Ticketing.Core.Seats;

/// <summary>Redis, or what it is rebuilt from, does not answer: try again in a few seconds.</summary>
public sealed class SeatHoldsUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
