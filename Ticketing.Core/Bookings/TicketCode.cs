using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Catalogue;

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
    public static SignedText? Read(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return code.Length <= LongestCode && SignedText.Read(code) is { Form: Form or FormerForm } text ? text : null;
    }

    /// <summary>What the code says, or null unless this key signed it, retired or not.</summary>
    public static TicketClaims? Verify(SignedText code, TicketKey key)
    {
        var claims = code.Verify<TicketClaims>(key.PublicKey, Json);
        return code.Form == FormerForm || claims is { Concession: not null, IssuedAt: not null } ? claims : null;
    }

    public static string Sign(TicketClaims claims, EcdsaKey key) => SignedText.Sign(Form, key, claims, Json);
}

/// <summary>What a ticket's code says; member names are one letter to keep the QR code coarse.</summary>
/// <param name="TicketId">The <see cref="Ticket.Id"/>.</param>
/// <param name="Reference">The <see cref="Booking.Reference"/>.</param>
/// <param name="SeatLabel">Row and number, e.g. <c>H12</c>.</param>
/// <param name="StartsAt">The showing's start in Unix seconds, as it was when the ticket was issued.</param>
/// <param name="Concession">Whom the ticket is for, which the door has to look at; null in codes of the form T1, which do not say it.</param>
/// <param name="IssuedAt">In Unix seconds, by which a door tells a ticket that its list is too old for; null in codes of the form T1.</param>
public sealed record TicketClaims(
    [property: JsonPropertyName("t")] Guid TicketId,
    [property: JsonPropertyName("b")] string Reference,
    [property: JsonPropertyName("s")] long ShowingId,
    [property: JsonPropertyName("l")] string SeatLabel,
    [property: JsonPropertyName("d")] long StartsAt,
    [property: JsonPropertyName("c"), JsonConverter(typeof(JsonStringEnumConverter<Concession>))] Concession? Concession = null,
    [property: JsonPropertyName("i")] long? IssuedAt = null);

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
