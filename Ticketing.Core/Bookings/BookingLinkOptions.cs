using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Ticketing.Core.Bookings;

/// <summary>The section <c>BookingLinks</c>.</summary>
sealed class BookingLinkOptions : IValidatableObject
{
    const int MinimumKeyBytes = 32;

    /// <summary>Signs the links of mails; at least 32 bytes in UTF-8.</summary>
    public string Key { get; init; } = "";

    /// <summary>Keys that signed before; their links go on working.</summary>
    public IReadOnlyList<string> PreviousKeys { get; init; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PreviousKeys.Prepend(Key).Any(key => Encoding.UTF8.GetByteCount(key) < MinimumKeyBytes))
            yield return new ValidationResult($"BookingLinks:Key and each of BookingLinks:PreviousKeys must have at least {MinimumKeyBytes} bytes.");
    }
}
