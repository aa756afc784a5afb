namespace Ticketing.Core.Bookings;

/// <summary>The public half of a key that signs tickets: active, then only verifying what it signed, then retired.</summary>
public sealed class TicketKey
{
    /// <summary>Named in every code that the key signed.</summary>
    public required string Id { get; init; }

    /// <summary>ECDSA P-256, PEM.</summary>
    public required string PublicKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Since when another key signs; null while this one does.</summary>
    public DateTimeOffset? SupersededAt { get; init; }

    /// <summary>End of the last showing that a ticket of the key is for, as far as known; only counts once another key signs.</summary>
    public DateTimeOffset? VerifiesUntil { get; init; }

    /// <summary>Whether nothing that it signed is good any more.</summary>
    public bool IsRetired(DateTimeOffset now) => SupersededAt is not null && !(now < VerifiesUntil);
}
