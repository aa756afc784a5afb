namespace Ticketing.Workers.Emails.Writing;

/// <summary>The notice for programs and people that read plain text.</summary>
static class NoticeMailText
{
    public static string Write(NoticeMail mail, MailTexts texts) =>
        $"""
        {texts[$"{mail.Texts}Heading"]}

        {texts[$"{mail.Texts}Intro"]}

        {mail.Booking.Film}
        {texts.Date(mail.Booking.StartsAt)}, {texts.Time(mail.Booking.StartsAt)}
        {mail.Booking.Cinema}, {mail.Booking.Auditorium}

        {string.Join('\n', Facts(mail, texts).Select(fact => $"{fact.Name}: {fact.Value}"))}

        {texts["ShowBooking"]}
        {mail.Booking.Link}

        {texts["WhyThisMail"]}

        """;

    /// <summary>What the mail has to say beyond the showing; the HTML says the same.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(NoticeMail mail, MailTexts texts)
    {
        if (mail.Seats.Count > 0)
            yield return (texts["GivenBack"], string.Join(", ", mail.Seats));
        if (mail.KeepsSeats)
            yield return (texts["Kept"], string.Join(", ", mail.Booking.Seats));
        yield return (texts["RefundAmount"], texts.Money(mail.Amount, mail.Booking.Currency));
        yield return (texts["Reference"], mail.Booking.Reference);
    }
}
