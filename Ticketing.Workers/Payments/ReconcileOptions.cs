using System.ComponentModel.DataAnnotations;

namespace Ticketing.Workers.Payments;

/// <summary>Of the section <c>Payments</c>, what <see cref="PaymentReconciler"/> needs.</summary>
sealed class ReconcileOptions
{
    /// <summary>How long an open attempt is left to the provider's notifications before we ask ourselves.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckAfter { get; init; } = TimeSpan.FromSeconds(20);
}
