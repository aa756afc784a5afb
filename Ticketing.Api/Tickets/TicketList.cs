using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;

namespace Ticketing.Api.Tickets;

/// <summary>
/// A signed list of live tickets, a <see cref="SignedText"/> of the form L1: the <see cref="LiveTickets"/> as JSON. The signature covers
/// all of it, so a list from which anything was taken, or to which anything was added, verifies no more than a made-up one.
/// </summary>
static class TicketList
{
    public const string Form = "L1";

    /// <summary>What the list says, or null unless one of the keys signed exactly this.</summary>
    public static LiveTickets? Verify(string list, IEnumerable<TicketListKey> keys)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(keys);
        if (SignedText.Read(list) is not { Form: Form } signed || keys.FirstOrDefault(key => key.Id == signed.KeyId) is not { } key)
            return null;

        var tickets = signed.Verify<LiveTickets>(key.PublicKey, JsonSerializerOptions.Web);
        return tickets?.Tickets.Count == tickets?.Count ? tickets : null;
    }
}

/// <summary>The public half of a key that signs lists of live tickets. It verifies lists and nothing else: no ticket's code.</summary>
/// <param name="Id">Named in every list that the key signed.</param>
/// <param name="PublicKey">ECDSA P-256, PEM.</param>
sealed record TicketListKey(string Id, string PublicKey);

/// <summary>Signs lists of live tickets. Its key is not the one that signs tickets, so who hands out lists cannot make tickets.</summary>
/// <param name="pkcs8">ECDSA P-256 private key, PKCS#8 in base64.</param>
/// <exception cref="ArgumentException">It is not such a key.</exception>
sealed class TicketListSigner(string pkcs8) : IDisposable
{
    readonly EcdsaKey key = new(pkcs8);

    public TicketListKey Key => new(key.Id, key.PublicKey);

    public string Sign(LiveTickets tickets)
    {
        ArgumentNullException.ThrowIfNull(tickets);
        return SignedText.Sign(TicketList.Form, key, tickets, JsonSerializerOptions.Web);
    }

    public void Dispose() => key.Dispose();
}

/// <summary>Every ticket of a showing that lets somebody in, as of an instant; those given back are not on it.</summary>
/// <param name="StartsAt">As it is planned now; a ticket's code says what was planned when it was issued.</param>
/// <param name="IsCancelled">The showing will not take place: its tickets let nobody in, on the list or not.</param>
/// <param name="Version">Of two lists of a showing the one with the greater version knows all that the other does, and replaces it.
/// In fact <paramref name="AsOf"/> in microseconds.</param>
/// <param name="AsOf">All that happened before this instant is on it.</param>
/// <param name="Count">How many tickets there are; a list that has lost some has not this many.</param>
sealed record LiveTickets(
    long ShowingId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool IsCancelled, long Version, DateTimeOffset AsOf, int Count,
    IReadOnlyList<LiveTicket> Tickets);

/// <summary>Neither booking nor name nor address: lists are kept on phones.</summary>
/// <param name="Id">The <see cref="Ticket.Id"/>.</param>
/// <param name="Seat">Row and number, e.g. <c>H12</c>.</param>
sealed record LiveTicket(
    Guid Id, string Seat, [property: JsonConverter(typeof(JsonStringEnumConverter<Concession>))] Concession Concession);
