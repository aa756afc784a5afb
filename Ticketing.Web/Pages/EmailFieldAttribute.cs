using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Mails;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages;

/// <summary>An address as api takes it.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class EmailFieldAttribute : ValidationAttribute
{
    /// <summary>Nothing is what <see cref="RequiredAttribute"/> is for.</summary>
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || EmailAddress.IsValid(text);

    /// <summary>With its words in the page's language: an error message would be taken for a text's name of the framework's own attributes only.</summary>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        IsValid(value) ? ValidationResult.Success : new ValidationResult(validationContext.GetRequiredService<IStringLocalizer<Texts>>()["Checkout.EmailWrong"]);
}
