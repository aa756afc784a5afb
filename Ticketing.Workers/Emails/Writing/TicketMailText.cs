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
            {texts.Date(booking.StartsAt)}, {texts.Time(booking.StartsAt)} – {texts.Time(booking.EndsAt)}
            {booking.Cinema}, {booking.Auditorium}
            {texts.Rating(booking.Rating)} · {texts.Format("Minutes", booking.RuntimeMinutes)} · {texts.Languages(booking.AudioLanguage, booking.SubtitleLanguage)}

            {string.Join('\n', mail.Tickets.Select(ticket => Line(ticket, booking.Currency, texts)))}

            {texts["Total"]}: {texts.Money(mail.Amount, booking.Currency)}
            {texts["Reference"]}: {booking.Reference}

            {texts["ShowTickets"]}
            {booking.Link}

            {texts["AtTheDoor"]}

            {texts["WhyThisMail"]}

            """;
    }

    static string Line(MailedTicket ticket, string currency, MailTexts texts) =>
        string.Join(" · ", new[] { texts.Format("Seat", ticket.Seat), texts.Kind(ticket.Kind), texts.Concession(ticket.Concession), texts.Money(ticket.Price, currency) }
            .Where(part => part is not null));
}
