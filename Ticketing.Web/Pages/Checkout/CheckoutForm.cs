using System.ComponentModel.DataAnnotations;
using Ticketing.Core.Catalogue;

namespace Ticketing.Web.Pages.Checkout;

/// <summary>What the customer sends from the checkout page.</summary>
sealed class CheckoutForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";

    /// <summary>Fixed when the form is made, so that sending it twice books once.</summary>
    public string? IdempotencyKey { get; set; }

    [Required, MinLength(1), MaxLength(8)]
    public List<CheckoutSeat> Seats { get; set; } = [];
}

sealed class CheckoutSeat
{
    public int Index { get; set; }

    [EnumDataType(typeof(Concession))]
    public Concession Concession { get; set; }
}
