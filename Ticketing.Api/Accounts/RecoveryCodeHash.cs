using System.Security.Cryptography;

namespace Ticketing.Api.Accounts;

/// <summary>
/// A recovery code as it is kept (ASVS 4.0.3, 2.6.2): what people can type has so few bits that a plain hash could be searched for, so each
/// has a salt of its own and takes as long as a password.
/// </summary>
static class RecoveryCodeHash
{
    const int SaltBytes = 16;
    const int Iterations = 100_000;
    const char Separator = '.';

    public static string Of(string code) => Of(code, RandomNumberGenerator.GetBytes(SaltBytes));

    public static bool IsOf(string hash, string code) =>
        hash.Split(Separator) is [{ Length: 2 * SaltBytes } salt, _]
        && CryptographicOperations.FixedTimeEquals(Bytes(hash), Bytes(Of(code, Convert.FromHexString(salt))));

    static string Of(string code, byte[] salt)
    {
        var key = Rfc2898DeriveBytes.Pbkdf2(code.Trim().ToUpperInvariant(), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        return $"{Convert.ToHexStringLower(salt)}{Separator}{Convert.ToHexStringLower(key)}";
    }

    static ReadOnlySpan<byte> Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
