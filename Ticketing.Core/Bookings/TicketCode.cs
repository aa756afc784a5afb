using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Core.Bookings;

/// <summary>
/// The text of a ticket's QR code, a <see cref="SignedText"/> of the form T2: the <see cref="TicketClaims"/> as JSON. Codes of the form
/// T1, which say neither concession nor time of issue, are on tickets that were sold before; they verify until their key is retired.
/// </summary>
public static class TicketCode
{
    const string Form = "T2";
    const string FormerForm = "T1";

    /// <summary>Of the longest code that is looked at; ours have about 300 characters.</summary>
    const int LongestCode = 2000;

    static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>What the code says, or null unless one of the keys signed exactly this and is not retired at that time.</summary>
    public static TicketClaims? Verify(string code, IEnumerable<TicketKey> keys, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var signed = Read(code);
        return signed is not null && keys.FirstOrDefault(key => key.Id == signed.KeyId) is { } key && !key.IsRetired(now) ? Verify(signed, key) : null;
    }

    /// <summary>Null if it is no code of a ticket; who signed it is another question.</summary>
    internal static SignedText? Read(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length <= LongestCode && SignedText.Read(code) is { Form: Form or FormerForm } text ? text : null;
    }

    /// <summary>What the code says, or null unless this key signed it, retired or not.</summary>
    internal static TicketClaims? Verify(SignedText code, TicketKey key)
    {
        var claims = code.Verify<TicketClaims>(key.PublicKey, Json);
        return code.Form == FormerForm || claims is { Concession: not null, IssuedAt: not null } ? claims : null;
    }

    internal static string Sign(TicketClaims claims, EcdsaKey key) => SignedText.Sign(Form, key, claims, Json);
}
