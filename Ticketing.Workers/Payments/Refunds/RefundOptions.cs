using System.ComponentModel.DataAnnotations;

namespace Ticketing.Workers.Payments.Refunds;

/// <summary>The section <c>Refunds</c>.</summary>
sealed class RefundOptions
{
    /// <summary>How long an open refund rests before the provider is asked again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
