using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Web.Catalogue;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>
/// Where the payment provider sends the customer. What became of the payment is only ever known from the booking: as long as that is
/// undecided this page waits, by script or, without one, by loading itself again; then the booking's page says how it ended.
/// </summary>
sealed class ReturnModel(BookingClient bookings, CatalogueClient catalogue, TimeProvider time) : PageModel
{
    static readonly TimeSpan Hearing = TimeSpan.FromSeconds(8);
    static readonly TimeSpan Slow = TimeSpan.FromSeconds(45);
    static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    public BookingResponse Booking { get; private set; } = null!;

    /// <summary>Null while it cannot be read: this page has more important things to say.</summary>
    public ShowingDetailsResponse? Showing { get; private set; }

    /// <summary>Unix seconds of the first look, carried along where there is no script.</summary>
    public long SinceSeconds { get; private set; }

    public TimeSpan Waited { get; private set; }

    /// <summary>The last we heard of is a declined card. Another may have been accepted since, so at first nothing is said.</summary>
    public bool IsDeclined => Booking is { Status: BookingStatus.PendingPayment, Payment.CardDeclined: true } && Waited >= Hearing;

    public bool IsSlow => Waited >= Slow;
    public bool IsLong => Waited >= Long;
    public int RefreshSeconds => IsLong ? 15 : IsSlow ? 5 : 2;

    public async Task<IActionResult> OnGetAsync(Guid id, long? since, CancellationToken ct)
    {
        if (await bookings.FindAsync(id, ct) is not { } booking)
            return NotFound();
        if (!IsUndecided(booking))
            return SeeOther.To($"/bookings/{id}");

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        // The address is the customer's to write.
        SinceSeconds = since is { } first && first <= now && first > now - TimeSpan.FromDays(1).TotalSeconds ? first : now;
        Waited = TimeSpan.FromSeconds(now - SinceSeconds);
        Booking = booking;
        Showing = await catalogue.ShowingAsync(booking.ShowingId, ct);
        return Page();
    }

    static bool IsUndecided(BookingResponse booking) => booking switch
    {
        { Status: BookingStatus.Confirming } => true,
        // The attempt stays open from the card's authorisation until it is captured, and also after a card was declined.
        { Status: BookingStatus.PendingPayment, Payment.Status: PaymentAttemptStatus.Open } => true,
        _ => false,
    };
}
