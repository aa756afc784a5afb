namespace Ticketing.Core.Payments;

/// <summary>A refund was written down: ask the provider for it.</summary>
public sealed record RefundRequested(Guid RefundId);

/// <summary>The provider has given the money back.</summary>
public sealed record RefundCompleted(Guid RefundId, Guid BookingId);
