using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Ticketing.Core.Bookings;
using Ticketing.Core.Payments;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>Where the payment provider sends the customer. What became of the payment is only ever known from the booking.</summary>
sealed class ReturnModel(BookingClient bookings) : PageModel
{
    public Guid Id { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await bookings.FindAsync(id, ct) is not { } booking)
            return NotFound();

        Id = id;
        return IsUndecided(booking) ? Page() : SeeOther.To($"/bookings/{id}");
    }

    static bool IsUndecided(BookingAnswer booking) => booking switch
    {
        { Status: BookingStatus.Confirming } => true,
        // The attempt stays open from the card's authorisation until it is captured.
        { Status: BookingStatus.PendingPayment, Payment.Status: PaymentAttemptStatus.Open } => true,
        _ => false,
    };
}
