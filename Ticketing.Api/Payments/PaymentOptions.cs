using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Ticketing.Api.Payments;

/// <summary>Settings about payments.</summary>
sealed class PaymentOptions
{
    /// <summary>Where customers see the web app; the setting <c>PublicUrl</c>.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }

    /// <summary>With which the provider signs its webhooks; the setting <c>Payments:WebhookKey</c>.</summary>
    [Required, MinLength(16)]
    public string WebhookKey { get; set; } = "";

    public byte[] WebhookKeyBytes => Encoding.UTF8.GetBytes(WebhookKey);

    public Uri BookingPage(Guid bookingId) => new(PublicUrl!, $"/bookings/{bookingId}");

    /// <summary>Waits for the truth about a payment.</summary>
    public Uri ReturnPage(Guid bookingId) => new(PublicUrl!, $"/bookings/{bookingId}/return");
}
