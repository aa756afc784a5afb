namespace Ticketing.Workers.Emails;

/// <summary>The mail for programs and people that read plain text.</summary>
static class TicketMailText
{
    public static string Write(TicketMail mail, MailTexts texts, string link) =>
        $"""
        {texts["Heading"]}

        {mail.Film}
        {texts.Date(mail.StartsAt)}, {texts.Time(mail.StartsAt)} – {texts.Time(mail.EndsAt)}
        {mail.Cinema}, {mail.Auditorium}
        {texts.Rating(mail.Rating)} · {texts.Format("Minutes", mail.RuntimeMinutes)} · {texts.Languages(mail.AudioLanguage, mail.SubtitleLanguage)}

        {string.Join('\n', mail.Tickets.Select(ticket => Line(ticket, mail.Currency, texts)))}

        {texts["Total"]}: {texts.Money(mail.Amount, mail.Currency)}
        {texts["Reference"]}: {mail.Reference}

        {texts["ShowTickets"]}
        {link}

        {texts["AtTheDoor"]}

        {texts["WhyThisMail"]}

        """;

    static string Line(MailedTicket ticket, string currency, MailTexts texts) =>
        string.Join(" · ", new[] { texts.Format("Seat", ticket.Seat), texts.Kind(ticket.Kind), texts.Concession(ticket.Concession), texts.Money(ticket.Price, currency) }
            .Where(part => part is not null));
}
