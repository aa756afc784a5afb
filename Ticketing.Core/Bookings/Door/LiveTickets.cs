using System.Text.Json.Serialization;
using Ticketing.Core.Catalogue;

namespace Ticketing.Core.Bookings.Door;

/// <summary>Every ticket of a showing that lets somebody in, as of an instant; those given back are not on it.</summary>
/// <param name="StartsAt">As it is planned now; a ticket's code says what was planned when it was issued.</param>
/// <param name="IsCancelled">The showing will not take place: its tickets let nobody in, on the list or not.</param>
/// <param name="Version">Of two lists of a showing the one with the greater version knows all that the other does, and replaces it.
/// In fact <paramref name="AsOf"/> in microseconds.</param>
/// <param name="AsOf">All that happened before this instant is on it.</param>
/// <param name="Count">How many tickets there are; a list that has lost some has not this many.</param>
public sealed record LiveTickets(
    long ShowingId, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool IsCancelled, long Version, DateTimeOffset AsOf, int Count,
    IReadOnlyList<LiveTicket> Tickets);

/// <summary>Neither booking nor name nor address: lists are kept on phones.</summary>
/// <param name="Id">The <see cref="Ticket.Id"/>.</param>
/// <param name="Seat">Row and number, e.g. <c>H12</c>.</param>
public sealed record LiveTicket(
    Guid Id, string Seat, [property: JsonConverter(typeof(JsonStringEnumConverter<Concession>))] Concession Concession);
