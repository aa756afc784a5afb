using System.Text.Json.Serialization;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Bookings;

/// <summary>A booking as its owner sees it. Amounts are whole units of <paramref name="Currency"/>.</summary>
/// <param name="ExpiresAt">Until when it has to be paid.</param>
sealed record BookingResponse(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, DateTimeOffset ExpiresAt, string Email,
    IReadOnlyList<BookedSeatResponse> Seats)
{
    /// <summary>When it was paid; also of one that was given back since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Only of a confirmed booking.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TicketResponse>? Tickets { get; init; }

    /// <summary>Only of a confirmed booking: until when its customer can give tickets back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? CancellableUntil { get; init; }

    /// <summary>What goes or went back.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RefundResponse>? Refunds { get; init; }

    /// <summary>The latest attempt to pay.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentStateResponse? Payment { get; init; }

    /// <summary>Needs the seats loaded.</summary>
    public static BookingResponse Of(Booking booking) => new(
        booking.Id, booking.Reference, booking.ShowingId, booking.Status, booking.Amount, booking.Currency, booking.ExpiresAt, booking.Email,
        [.. booking.Seats.OrderBy(seat => seat.Seat.Index).Select(BookedSeatResponse.Of)])
    {
        ConfirmedAt = booking.ConfirmedAt,
    };
}

/// <param name="HasMore">Whether there is another page.</param>
sealed record BookingListResponse(IReadOnlyList<BookingSummaryResponse> Bookings, bool HasMore);

/// <summary>A booking in a list. The amount is whole units of <paramref name="Currency"/>.</summary>
/// <param name="Seats">Row and number, e.g. <c>H12</c>; without those given back, unless all were.</param>
sealed record BookingSummaryResponse(
    Guid Id, string Reference, long ShowingId, BookingStatus Status, long Amount, string Currency, IReadOnlyList<string> Seats);

/// <param name="Index">Place in the layout.</param>
/// <param name="Label">Row and number, e.g. <c>H12</c>.</param>
/// <param name="GivenBack">It is no longer the booking's.</param>
sealed record BookedSeatResponse(int Index, string Row, int Number, string Label, Concession Concession, long Price, bool GivenBack)
{
    public static BookedSeatResponse Of(BookingSeat seat) =>
        new(seat.Seat.Index, seat.Seat.Row, seat.Seat.Number, seat.Seat.Label, seat.Concession, seat.Price, seat.FreedAt is not null);
}

/// <param name="Seat">Row and number, e.g. <c>H12</c>.</param>
/// <param name="Code">The text of the QR code.</param>
sealed record TicketResponse(Guid Id, string Seat, string Code);

/// <param name="Amount">Whole units of the booking's currency.</param>
/// <param name="CompletedAt">When the payment provider confirmed it.</param>
sealed record RefundResponse(Guid Id, long Amount, RefundReason Reason, RefundStatus Status, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt)
{
    public static RefundResponse Of(Refund refund) =>
        new(refund.Id, refund.Amount, refund.Reason, refund.Status, refund.RequestedAt, refund.CompletedAt);
}

/// <param name="CardDeclined">The last card was declined; while the attempt is open, another may be tried.</param>
sealed record PaymentStateResponse(PaymentAttemptStatus Status, string? CheckoutUrl, bool CardDeclined);
