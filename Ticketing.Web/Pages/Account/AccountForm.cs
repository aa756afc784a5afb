using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Account;

sealed class AccountForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [EmailField]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";
}
