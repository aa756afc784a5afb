using System.ComponentModel.DataAnnotations;

namespace Ticketing.Api.Staff;

/// <summary>The section <c>Staff</c>.</summary>
sealed class StaffOptions
{
    /// <summary>Signs staff's tokens: an ECDSA key on the curve P-256, PKCS#8 in base64. No other service has it.</summary>
    [Required]
    public string SigningKey { get; init; } = "";

    /// <summary>
    /// Signs nothing, but what it signed is good: the key before, or the one that comes next, so that replicas that have not heard of a
    /// change yet know the tokens of those that have.
    /// </summary>
    public string? OtherSigningKey { get; init; }

    /// <summary>Of a session, however much it is used (ASVS 4.0.3, 3.3.2).</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>After which a session that nobody used ends (ASVS 4.0.3, 3.3.2).</summary>
    [Range(typeof(TimeSpan), "00:05:00", "12:00:00")]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);
}
