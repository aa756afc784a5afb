using System.Text.Json.Serialization;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Bookings.Cancelling;

/// <summary>A wish to give tickets back, of somebody who may.</summary>
/// <param name="Seats">Places in the layout in their order; null means all that the booking still has.</param>
/// <param name="Why">For the audit row.</param>
/// <param name="OnlyInTime">Whether it has to come long enough before the start.</param>
sealed record Cancellation(
    Guid BookingId, IReadOnlyList<int>? Seats, RefundReason Reason, string Why, [property: JsonIgnore] Actor By, [property: JsonIgnore] bool OnlyInTime)
{
    public static Cancellation ByCustomer(Guid bookingId, CancelRequest request, Actor by) =>
        new(bookingId, InOrder(request.Seats), RefundReason.CustomerCancelled, BookingReasons.CustomerCancelled, by, OnlyInTime: true);

    public static Cancellation ByStaff(Guid bookingId, CancelRequest request, Guid staffId, string why) =>
        new(bookingId, InOrder(request.Seats), RefundReason.StaffCancelled, why, Actor.Staff(staffId), OnlyInTime: false);

    static IReadOnlyList<int>? InOrder(IReadOnlyList<int>? seats) => seats is null ? null : [.. seats.Distinct().Order()];
}

/// <param name="Status">Of the booking now.</param>
/// <param name="RefundId">Null if nothing was paid yet.</param>
/// <param name="Amount">What goes back, in whole units of <paramref name="Currency"/>.</param>
/// <param name="Seats">Row and number of those given back.</param>
sealed record CancellationResponse(Guid BookingId, BookingStatus Status, Guid? RefundId, long Amount, string Currency, IReadOnlyList<string> Seats);
