using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;

namespace Ticketing.Workers.Emails;

/// <summary>A booking with everything that its mail tells of it.</summary>
static class PaidBooking
{
    /// <exception cref="InvalidOperationException">There is no such booking.</exception>
    public static async Task<Booking> LoadAsync(TicketingDbContext database, Guid id, CancellationToken ct) =>
        await database.Bookings.AsNoTracking().AsSplitQuery()
            .Include(booking => booking.Showing.Film)
            .Include(booking => booking.Showing.Auditorium.Cinema)
            .Include(booking => booking.Seats).ThenInclude(seat => seat.Seat)
            .Include(booking => booking.Tickets)
            .SingleOrDefaultAsync(booking => booking.Id == id, ct)
        ?? throw new InvalidOperationException($"There is no booking {id}.");

    public static TicketMail ToTicketMail(Booking booking)
    {
        var (showing, isKorean) = (booking.Showing, booking.Language == "ko");
        var (film, auditorium, cinema) = (showing.Film, showing.Auditorium, showing.Auditorium.Cinema);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(cinema.TimeZone);
        return new TicketMail
        {
            BookingId = booking.Id,
            Reference = booking.Reference,
            Recipient = booking.Email,
            Language = booking.Language,
            Film = isKorean ? film.TitleKo : film.TitleEn,
            Rating = film.Rating,
            RuntimeMinutes = film.RuntimeMinutes,
            AudioLanguage = showing.AudioLanguage,
            SubtitleLanguage = showing.SubtitleLanguage,
            Cinema = isKorean ? cinema.NameKo : cinema.NameEn,
            Auditorium = isKorean ? auditorium.NameKo : auditorium.NameEn,
            Format = auditorium.Format,
            StartsAt = TimeZoneInfo.ConvertTime(showing.StartsAt, zone),
            EndsAt = TimeZoneInfo.ConvertTime(showing.EndsAt, zone),
            Amount = booking.Amount,
            Currency = booking.Currency,
            Tickets = [.. MailedTickets(booking)],
        };
    }

    static IEnumerable<MailedTicket> MailedTickets(Booking booking) =>
        from ticket in booking.Tickets
        where ticket.CancelledAt is null
        join seat in booking.Seats on ticket.BookingSeatId equals seat.Id
        orderby seat.Seat.Index
        select new MailedTicket(seat.Seat.Label, seat.Seat.Kind, seat.Concession, seat.Price, ticket.Code);
}
