using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Payments;

namespace Ticketing.Api.Showings;

/// <summary>How far the cancellation of a showing has come.</summary>
/// <param name="CompletedAt">When the last booking had been given back; its money may still be on its way.</param>
/// <param name="Bookings">Those that were paid: each gets its money back and a mail.</param>
/// <param name="Refunded">Of those, the ones whose money the provider has confirmed.</param>
/// <param name="Pending">Of those, the ones that are yet to be given back or refunded.</param>
/// <param name="Unpaid">Those that still wait for a payment that cannot come any more.</param>
sealed record ShowingCancellationResponse(
    long ShowingId, string Reason, string RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? CompletedAt, int Bookings, int Refunded, int Pending, int Unpaid);

static class CancellationProgress
{
    /// <summary>Null if the showing is not cancelled.</summary>
    public static async Task<ShowingCancellationResponse?> FindAsync(TicketingDbContext context, long showingId, CancellationToken ct)
    {
        if (await context.ShowingCancellations.AsNoTracking().SingleOrDefaultAsync(c => c.ShowingId == showingId, ct) is not { } cancellation)
            return null;

        var ofShowing = context.Bookings.Where(b => b.ShowingId == showingId);
        // Whoever gave their tickets back themselves is not counted.
        var paid = ofShowing.Where(b =>
            b.Status == BookingStatus.Confirming || b.Status == BookingStatus.Confirmed || b.Refunds.Any(r => r.Reason == RefundReason.ShowingCancelled));
        var bookings = await paid.CountAsync(ct);
        var refunded = await paid.CountAsync(b => b.Status == BookingStatus.Refunded, ct);
        var unpaid = await ofShowing.CountAsync(b => b.Status == BookingStatus.PendingPayment, ct);
        return new ShowingCancellationResponse(
            showingId, cancellation.Reason, cancellation.RequestedBy, cancellation.RequestedAt, cancellation.CompletedAt,
            bookings, refunded, bookings - refunded, unpaid);
    }
}
