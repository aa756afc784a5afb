using Ticketing.Core.Payments;

namespace Ticketing.Core.Bookings;

/// <summary>A seat of a showing as messages name it.</summary>
/// <param name="Index">Its place in the layout.</param>
/// <param name="Epoch">The <see cref="BookingSeat.Id"/> that the message speaks of.</param>
public sealed record SeatEpoch(int Index, long Epoch);

/// <summary>A booking was paid: its seats are sold.</summary>
public sealed record BookingConfirmed(Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats);

/// <summary>A booking was not paid in time: its seats are free.</summary>
public sealed record BookingExpired(Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats);

/// <summary>A booking ended before it became tickets: its seats are free.</summary>
public sealed record BookingRefused(Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats);

/// <summary>Tickets were given back: these seats are free again and the customer is told.</summary>
/// <param name="Seats">Those given back, not those that the booking keeps.</param>
/// <param name="WholeBooking">Whether the booking has no ticket left.</param>
public sealed record TicketsCancelled(
    Guid BookingId, long ShowingId, IReadOnlyList<SeatEpoch> Seats, Guid RefundId, RefundReason Reason, bool WholeBooking);

/// <summary>A paid booking has another address: its tickets get new codes, and are mailed there.</summary>
/// <param name="LinkVersion">See <see cref="Booking.LinkVersion"/>; of a lesser one than the booking's by now there is nothing to do.</param>
public sealed record BookingReaddressed(Guid BookingId, int LinkVersion);

/// <summary>Somebody of the staff wants a mail of a booking to go out again.</summary>
/// <param name="ResendId">Tells this wish from another for the same mail.</param>
/// <param name="Kind">Which mail.</param>
public sealed record MailResendRequested(Guid ResendId, Guid BookingId, string Kind);
