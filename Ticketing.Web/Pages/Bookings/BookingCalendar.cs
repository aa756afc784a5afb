using System.Net.Mail;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Calendars;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Mails;
using Ticketing.Web.Catalogue;
using Ticketing.Web.Localization;

namespace Ticketing.Web.Pages.Bookings;

/// <summary>A booking's file for calendars: the same entry that its mails bring, so that whoever takes both has it once.</summary>
sealed class BookingCalendar(IConfiguration configuration, IStringLocalizer<Texts> text, TimeProvider clock)
{
    readonly MailAddress from = new(configuration["Mail:From"] ?? MailSender.Default);

    public FileContentResult FileOf(BookingAnswer booking, ShowingAnswer showing)
    {
        var (film, cinema) = (showing.Film!.Title, showing.Cinema!);
        // Without the booking's address: calendars are shared more freely than pages.
        var entry = new CalendarEntry
        {
            Uid = CalendarEntry.UidOf(booking.Id, from.Host),
            Sequence = booking.Refunds.Count,
            IsCancelled = false,
            Summary = text["Calendar.Summary", film, cinema.Name],
            Location = $"{cinema.Name}, {showing.Auditorium}",
            Description = text["Calendar.Description", string.Join(", ", booking.LiveSeats.Select(seat => seat.Label)), booking.Reference],
            Organizer = from.Address,
            TimeZone = cinema.TimeZone,
            StartsAt = WallClock.At(showing.StartsAt, cinema.TimeZone),
            EndsAt = WallClock.At(showing.EndsAt, cinema.TimeZone),
            Alarm = text["Calendar.Alarm", film],
        };
        return new FileContentResult(Encoding.UTF8.GetBytes(CalendarFile.Write(entry, clock.GetUtcNow())), $"text/calendar; charset=utf-8; method={CalendarFile.Method(entry)}")
        {
            FileDownloadName = $"{booking.Reference}.ics",
        };
    }
}
