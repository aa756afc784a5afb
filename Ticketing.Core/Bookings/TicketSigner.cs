namespace Ticketing.Core.Bookings;

/// <summary>Signs ticket codes with the private half of a <see cref="TicketKey"/>.</summary>
/// <param name="pkcs8">ECDSA P-256 private key, PKCS#8 in base64.</param>
/// <exception cref="ArgumentException">It is not such a key.</exception>
public sealed class TicketSigner(string pkcs8) : IDisposable
{
    readonly EcdsaKey key = new(pkcs8);

    /// <summary>First 8 hexadecimal digits of the public key's SHA-256.</summary>
    public string KeyId => key.Id;

    /// <summary>PEM.</summary>
    public string PublicKey => key.PublicKey;

    /// <summary>The code to print: see <see cref="TicketCode"/> for its form.</summary>
    public string Sign(TicketClaims claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        if (claims is { Concession: null } or { IssuedAt: null })
            throw new ArgumentException("A code says the concession and when it was issued.", nameof(claims));

        return TicketCode.Sign(claims, key);
    }

    public void Dispose() => key.Dispose();
}
