using Ticketing.Core.Catalogue;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>The tickets for programs and people that read plain text.</summary>
static class TicketMailText
{
    public static string Write(TicketMail mail, MailTexts texts)
    {
        var booking = mail.Booking;
        return $"""
            {texts["TicketHeading"]}

            {booking.Film}
            {texts.DateAndTime(booking.StartsAt)} ~ {texts.Time(booking.EndsAt)}
            {booking.Cinema}, {booking.Auditorium}
            {texts.Rating(booking.Rating)} · {texts.Format("Minutes", booking.RuntimeMinutes)} · {texts.Languages(booking.AudioLanguage, booking.SubtitleLanguage)}

            {string.Join('\n', mail.Tickets.Select(ticket => Line(ticket, booking.Currency, texts)))}

            {texts["Total"]}: {texts.Money(mail.Amount, booking.Currency)}
            {texts["Reference"]}: {booking.Reference}

            {texts["ShowTickets"]}
            {booking.Link}

            {texts["AtTheDoor"]}

            {mail.CancellingRule(texts)}

            {texts["WhyThisMail"]}

            """;
    }

    static string Line(MailedTicket ticket, string currency, MailTexts texts) =>
        string.Join(" · ", new[] { texts.Format("Seat", ticket.Seat), texts.Kind(ticket.Kind), texts.Concession(ticket.Concession), texts.Money(ticket.Price, currency) }
            .Where(part => part is not null));
}

/// <summary>What a ticket mail says, whatever it will look like.</summary>
/// <param name="Tickets">The valid ones, in the order of the seats.</param>
/// <param name="CancellableUntil">Until when they can be given back, on the cinema's clock; null if it is too late for that.</param>
public sealed record TicketMail(MailedBooking Booking, IReadOnlyList<MailedTicket> Tickets, DateTimeOffset? CancellableUntil)
{
    /// <summary>In the same words as the pages, before paying and after.</summary>
    public string CancellingRule(MailTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return CancellableUntil is { } until ? texts.Format("CancelUntil", texts.DateAndTime(until)) : texts["CancelClosed"];
    }

    /// <summary>Whole units of the booking's currency.</summary>
    public long Amount => Tickets.Sum(ticket => ticket.Price);

    public string Seats => string.Join(", ", Tickets.Select(ticket => ticket.Seat));
}

/// <param name="Seat">As printed, e.g. <c>H12</c>.</param>
/// <param name="Price">Whole units of the booking's currency.</param>
/// <param name="Code">What its QR code says.</param>
public sealed record MailedTicket(string Seat, SeatKind Kind, Concession Concession, long Price, string Code);
