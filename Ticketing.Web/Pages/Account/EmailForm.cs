using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Account;

sealed class EmailForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";
}
