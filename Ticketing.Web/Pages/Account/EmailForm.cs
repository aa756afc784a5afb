using System.ComponentModel.DataAnnotations;

namespace Ticketing.Web.Pages.Account;

sealed class EmailForm
{
    [Required(ErrorMessage = "Checkout.EmailRequired")]
    [StringLength(254, ErrorMessage = "Checkout.EmailWrong")]
    [RegularExpression(@"\s*[^@\s]+@[^@\s]+\.[^@\s.]{2,}\s*", ErrorMessage = "Checkout.EmailWrong")]
    public string Email { get; set; } = "";
}
