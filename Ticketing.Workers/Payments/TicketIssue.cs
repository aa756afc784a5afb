using Ticketing.Core.Bookings;

namespace Ticketing.Workers.Payments;

/// <summary>Makes the signed tickets of a booking, one for each seat; always the same ids for the same booking and address.</summary>
sealed class TicketIssue(TicketSigner signer)
{
    public IReadOnlyList<Ticket> For(Booking booking, DateTimeOffset now) => [.. booking.Seats.Select(seat => TicketOf(booking, seat, now))];

    Ticket TicketOf(Booking booking, BookingSeat seat, DateTimeOffset now)
    {
        var id = DerivedId.OfTicket(booking.Id, seat.Seat.Index, booking.LinkVersion);
        var claims = new TicketClaims(
            id, booking.Reference, booking.ShowingId, seat.Seat.Label, booking.Showing.StartsAt.ToUnixTimeSeconds(), seat.Concession, now.ToUnixTimeSeconds());
        return new Ticket { Id = id, BookingId = booking.Id, BookingSeatId = seat.Id, Code = signer.Sign(claims), IssuedAt = now };
    }
}

/// <summary>Signs ticket codes with the private half of a <see cref="TicketKey"/>.</summary>
/// <param name="pkcs8">ECDSA P-256 private key, PKCS#8 in base64.</param>
/// <exception cref="ArgumentException">It is not such a key.</exception>
sealed class TicketSigner(string pkcs8) : IDisposable
{
    readonly EcdsaKey key = new(pkcs8);

    /// <summary>First 8 hexadecimal digits of the public key's SHA-256.</summary>
    public string KeyId => key.Id;

    /// <summary>PEM.</summary>
    public string PublicKey => key.PublicKey;

    /// <summary>The code to print: see <see cref="TicketCode"/> for its form.</summary>
    public string Sign(TicketClaims claims)
    {
        if (claims is { Concession: null } or { IssuedAt: null })
            throw new ArgumentException("A code says the concession and when it was issued.", nameof(claims));

        return TicketCode.Sign(claims, key);
    }

    public void Dispose() => key.Dispose();
}
