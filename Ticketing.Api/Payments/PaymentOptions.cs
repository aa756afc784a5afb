using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api.Payments;

/// <summary>Settings about payments.</summary>
sealed class PaymentOptions
{
    /// <summary>Where customers see the web app; the setting <c>PublicUrl</c>.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }

    public Uri BookingPage(Guid bookingId) => new(PublicUrl!, $"/bookings/{bookingId}");

    /// <summary>Waits for the truth about a payment.</summary>
    public Uri ReturnPage(Guid bookingId) => new(PublicUrl!, $"/bookings/{bookingId}/return");
}
