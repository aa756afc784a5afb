using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>What a ticket mail says, whatever it will look like.</summary>
/// <param name="Tickets">The valid ones, in the order of the seats.</param>
public sealed record TicketMail(MailedBooking Booking, IReadOnlyList<MailedTicket> Tickets)
{
    /// <summary>Whole units of the booking's currency.</summary>
    public long Amount => Tickets.Sum(ticket => ticket.Price);

    public string Seats => string.Join(", ", Tickets.Select(ticket => ticket.Seat));
}

/// <param name="Seat">As printed, e.g. <c>H12</c>.</param>
/// <param name="Price">Whole units of the booking's currency.</param>
/// <param name="Code">What its QR code says.</param>
public sealed record MailedTicket(string Seat, SeatKind Kind, Concession Concession, long Price, string Code);
