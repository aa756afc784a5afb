namespace Ticketing.Core.Bookings;

/// <summary>A seat of a showing as messages name it.</summary>
/// <param name="Index">Its place in the layout.</param>
/// <param name="Epoch">The <see cref="BookingSeat.Id"/> that the message speaks of.</param>
public sealed record SeatEpoch(int Index, long Epoch);

/// <summary>A booking was paid: its seats are sold.</summary>
public sealed record BookingConfirmed(Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats);

/// <summary>A booking was not paid in time: its seats are free.</summary>
public sealed record BookingExpired(Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats);

/// <summary>A booking's payment was voided: its seats are free.</summary>
public sealed record BookingRefused(Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats);
