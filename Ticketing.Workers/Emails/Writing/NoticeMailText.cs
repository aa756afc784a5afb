using Ticketing.Core.Mails;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Emails.Writing;

/// <summary>The notice for programs and people that read plain text.</summary>
static class NoticeMailText
{
    public static string Write(NoticeMail mail, MailTexts texts) =>
        $"""
        {texts[$"{mail.Texts}Heading"]}

        {texts[$"{mail.Texts}Intro"]}

        {mail.Booking.Film}
        {texts.DateAndTime(mail.Booking.StartsAt)}
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

/// <summary>What a mail says that tells of something given back: seats, money or a whole showing.</summary>
/// <param name="Seats">Those given back, as printed and in their order; empty when there never were tickets.</param>
/// <param name="Amount">What goes back for them, in whole units of the booking's currency.</param>
public sealed record NoticeMail(MailedBooking Booking, MailKind Kind, RefundReason Reason, IReadOnlyList<string> Seats, long Amount)
{
    public bool KeepsSeats => Booking.Seats.Count > 0;

    /// <summary>What its texts' names begin with.</summary>
    public string Texts => (Kind, Reason, KeepsSeats) switch
    {
        (MailKind.Refund, RefundReason.NotBookable, _) => "NotBookable",
        (MailKind.Cancellation, _, true) => "PartCancellation",
        _ => Kind.ToString(),
    };
}
