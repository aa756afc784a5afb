namespace Ticketing.Core.Payments;

/// <summary>How far a provider's list has been compared with our records.</summary>
public sealed class PaymentScanMark
{
    /// <summary><see cref="IPaymentProvider.Name"/>.</summary>
    public required string Provider { get; init; }

    /// <summary>Nothing that was created before is still to be looked for, but for an overlap.</summary>
    public required DateTimeOffset ScannedUntil { get; set; }
}
