using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ticketing.Core.Bookings;

/// <summary>
/// <c>{form}.{key id}.{payload}.{signature}</c>, payload and signature in base64url. The signature (ECDSA P-256, SHA-256, r and s one
/// after the other) covers everything before the last dot, and so the form: what one form says can never pass for what another does.
/// </summary>
public sealed class SignedText
{
    readonly byte[] payload;
    readonly byte[] signed;
    readonly byte[] signature;

    SignedText(string form, string keyId, byte[] payload, byte[] signed, byte[] signature)
    {
        (Form, KeyId) = (form, keyId);
        (this.payload, this.signed, this.signature) = (payload, signed, signature);
    }

    public string Form { get; }
    public string KeyId { get; }

    public static string Sign<T>(string form, EcdsaKey key, T content, JsonSerializerOptions json)
    {
        var signed = $"{form}.{key.Id}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(content, json))}";
        return $"{signed}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>Null if it has not this form.</summary>
    public static SignedText? Read(string text) =>
        text.Split('.', 5) is [var form, var keyId, var payload, var signature]
        && Ascii.IsValid(text) && Decode(payload) is { } said && Decode(signature) is { } by
            ? new SignedText(form, keyId, said, Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]), by)
            : null;

    /// <summary>What it says, or null unless this key signed it; also if it says what only a later release understands.</summary>
    /// <param name="publicKey">PEM.</param>
    public T? Verify<T>(string publicKey, JsonSerializerOptions json)
        where T : class
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKey);
        if (!key.VerifyData(signed, signature, HashAlgorithmName.SHA256))
            return null;

        try
        {
            return JsonSerializer.Deserialize<T>(payload, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Null unless it is just what encoding gives: decoders skip blanks and the last character's spare bits.</summary>
    static byte[]? Decode(string text)
    {
        if (!Base64Url.IsValid(text))
            return null;

        var bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
