using System.ComponentModel.DataAnnotations;
using Ticketing.Core.Mails;

namespace Ticketing.Web.Pages;

/// <summary>An address as api takes it.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class EmailFieldAttribute : ValidationAttribute
{
    public EmailFieldAttribute() => ErrorMessage = "Checkout.EmailWrong";

    /// <summary>Nothing is what <see cref="RequiredAttribute"/> is for.</summary>
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || EmailAddress.IsValid(text);
}
