namespace Ticketing.Core.Seats;

/// <summary>Who asks for seats.</summary>
/// <param name="Network">What the seats count for beside the customer, without spaces; null if they count for none.</param>
/// <param name="ProvenBits">Work that the customer has proven for this hold, in bits (a challenge's answer).</param>
public readonly record struct Asker(Guid CustomerId, string? Network = null, int ProvenBits = 0);
