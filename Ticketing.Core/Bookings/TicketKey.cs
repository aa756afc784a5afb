namespace Ticketing.Core.Bookings;

/// <summary>The public half of a key that signs tickets; kept for as long as its tickets may be shown.</summary>
public sealed class TicketKey
{
    /// <summary>Named in every code that the key signed.</summary>
    public required string Id { get; init; }

    /// <summary>ECDSA P-256, PEM.</summary>
    public required string PublicKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
