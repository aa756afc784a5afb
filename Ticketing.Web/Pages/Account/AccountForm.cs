using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Account;

sealed class AccountForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [StringLength(254, ErrorMessage = "Checkout.EmailWrong")]
    [RegularExpression(@"\s*[^@\s]+@[^@\s]+\.[^@\s.]{2,}\s*", ErrorMessage = "Checkout.EmailWrong")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";
}
