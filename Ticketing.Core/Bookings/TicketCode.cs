using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ticketing.Core.Bookings;

/// <summary>
/// The text of a ticket's QR code: <c>T1.{key id}.{payload}.{signature}</c>. The payload is the <see cref="TicketClaims"/> as
/// base64url JSON; the signature (ECDSA P-256, SHA-256, base64url) covers everything before the last dot.
/// </summary>
public static class TicketCode
{
    const string Version = "T1";

    /// <summary>What the code says, or null unless one of the keys signed exactly this.</summary>
    public static TicketClaims? Verify(string code, IEnumerable<TicketKey> keys)
    {
        if (code.Split('.') is not [Version, var keyId, var payload, var signature]
            || !Base64Url.IsValid(payload) || !Base64Url.IsValid(signature)
            || keys.FirstOrDefault(key => key.Id == keyId) is not { } known)
            return null;

        using var key = ECDsa.Create();
        key.ImportFromPem(known.PublicKey);
        var signed = Encoding.ASCII.GetBytes(code[..code.LastIndexOf('.')]);
        return key.VerifyData(signed, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
            ? JsonSerializer.Deserialize<TicketClaims>(Base64Url.DecodeFromChars(payload))
            : null;
    }

    internal static byte[] Unsigned(string keyId, TicketClaims claims) =>
        Encoding.ASCII.GetBytes($"{Version}.{keyId}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}");

    internal static string Signed(byte[] signed, byte[] signature) =>
        $"{Encoding.ASCII.GetString(signed)}.{Base64Url.EncodeToString(signature)}";
}
