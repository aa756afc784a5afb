using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Core.Accounts;

/// <summary>
/// What a link of a mail about an account carries: 256 random bits. It is written down nowhere but in the mail; the database has its hash,
/// which needs no salt since nobody can guess what it is of.
/// </summary>
public sealed class AccountToken
{
    const int Bytes = 32;

    readonly string text;

    AccountToken(string text)
    {
        this.text = text;
        Hash = SHA256.HashData(Encoding.ASCII.GetBytes(text));
    }

    public byte[] Hash { get; }

    public static AccountToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>Null for what cannot be one.</summary>
    public static AccountToken? Read(string? text) =>
        text?.Length == Base64Url.GetEncodedLength(Bytes) && Base64Url.IsValid(text, out var length) && length == Bytes ? new AccountToken(text) : null;

    /// <summary>For the address in the mail, and nowhere else.</summary>
    public string Reveal() => text;
}
