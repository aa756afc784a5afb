using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Ticketing.Core.Customers;

/// <summary>The section <c>Customers</c>.</summary>
sealed class CustomerOptions : IValidatableObject
{
    const int MinimumKeyBytes = 32;

    /// <summary>Signs and verifies customers' tokens, alike in every service; at least 32 bytes in UTF-8.</summary>
    public string Key { get; init; } = "";

    public SymmetricSecurityKey SigningKey() => new(Encoding.UTF8.GetBytes(Key));

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Encoding.UTF8.GetByteCount(Key) < MinimumKeyBytes)
        {
            yield return new ValidationResult($"Customers:Key must have at least {MinimumKeyBytes} bytes.");
        }
    }
}
