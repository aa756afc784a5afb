using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Account;

sealed class NewPasswordForm
{
    [Required(ErrorMessage = "Account.PasswordRequired")]
    public string Password { get; set; } = "";
}
