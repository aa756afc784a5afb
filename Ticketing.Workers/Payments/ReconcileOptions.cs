using System.ComponentModel.DataAnnotations;

namespace Ticketing.Workers.Payments;

/// <summary>Of the section <c>Payments</c>, what <see cref="PaymentReconciler"/> and <see cref="PaymentScan"/> need.</summary>
sealed class ReconcileOptions
{
    /// <summary>How long an open attempt is left to the provider's notifications before we ask ourselves.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CheckAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many checkouts are settled at the same time.</summary>
    [Range(1, 64)]
    public int AtOnce { get; init; } = 8;

    /// <summary>A checkout younger than this is left to its notifications by <see cref="PaymentScan"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ScanGrace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How far a scan goes back behind the one before it: longer than a checkout can be paid.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ScanOverlap { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far a scan goes back at most, and the first one does.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan ScanWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A scan gives back so many payments of unknown bookings, then it waits for somebody to look: an empty database beside a full
    /// provider is more likely a mistake than a loss.
    /// </summary>
    [Range(0, 100_000)]
    public int ScanMostGivenBack { get; init; } = 100;
}
