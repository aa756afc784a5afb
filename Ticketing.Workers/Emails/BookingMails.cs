using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Bookings;
using Ticketing.Core.Catalogue;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Workers.Emails;

/// <summary>Sends the mails of bookings.</summary>
sealed class BookingMails(MailedBookings bookings, MailWriter writer, MailDispatch mails, ILogger<BookingMails> logger)
{
    /// <param name="choose">Which mail is due, going by the booking as it is now; null if none is.</param>
    /// <exception cref="FutileMessageException">The mail can never be delivered.</exception>
    public Task SendOnceAsync(MessageContext context, Guid bookingId, Func<Booking, MailKey?> choose, CancellationToken ct) =>
        mails.SendOnceAsync(context, async cancel => Due(await bookings.LoadAsync(bookingId, cancel), choose), ct);

    DueMail? Due(Booking booking, Func<Booking, MailKey?> choose)
    {
        if (choose(booking) is { } key)
        {
            return new DueMail(key, booking.Email, booking.Id, _ => key.Kind == MailKind.Ticket
                ? writer.WriteAsync(key, bookings.ToTicketMail(booking))
                : writer.WriteAsync(key, bookings.ToNotice(booking, key.Kind, key.Cause)));
        }

        logger.LogInformation("Booking {Reference} is {Status} by now: there is nothing to mail", booking.Reference, booking.Status);
        return null;
    }
}

/// <summary>Bookings with everything that their mails tell of them.</summary>
sealed class MailedBookings(
    TicketingDbContext database, BookingLinks links, TimeProvider time, IOptions<MailOptions> options, IOptions<CancellationOptions> cancelling)
{
    /// <summary>A refund may be asked about for a while after the showing.</summary>
    static readonly TimeSpan LinkOutlivesShowing = TimeSpan.FromDays(14);

    /// <exception cref="InvalidOperationException">There is no such booking.</exception>
    public async Task<Booking> LoadAsync(Guid id, CancellationToken ct) =>
        await database.Bookings.AsNoTracking().AsSingleQuery()
            .Include(booking => booking.Showing.Film)
            .Include(booking => booking.Showing.Auditorium.Cinema)
            .Include(booking => booking.Seats).ThenInclude(seat => seat.Seat)
            .Include(booking => booking.Tickets)
            .Include(booking => booking.Refunds)
            .SingleOrDefaultAsync(booking => booking.Id == id, ct)
        ?? throw new InvalidOperationException($"There is no booking {id}.");

    public TicketMail ToTicketMail(Booking booking)
    {
        var until = cancelling.Value.CancellableUntil(booking.Showing.StartsAt);
        return new TicketMail(
            ToMailed(booking), [.. MailedTickets(booking)], until > time.GetUtcNow() ? WallClock.At(until, booking.Showing.Auditorium.Cinema.TimeZone) : null);
    }

    /// <exception cref="InvalidOperationException">The booking has no such refund.</exception>
    public NoticeMail ToNotice(Booking booking, MailKind kind, Guid refundId)
    {
        var refund = booking.Refunds.Single(candidate => candidate.Id == refundId);
        return new NoticeMail(ToMailed(booking), kind, refund.Reason, SeatsOf(booking, ticket => ticket.RefundId == refundId), refund.Amount);
    }

    MailedBooking ToMailed(Booking booking)
    {
        var (showing, language) = (booking.Showing, booking.Language);
        var (film, auditorium, cinema) = (showing.Film, showing.Auditorium, showing.Auditorium.Cinema);
        return new MailedBooking
        {
            Id = booking.Id,
            Reference = booking.Reference,
            Recipient = booking.Email,
            Language = language,
            Currency = booking.Currency,
            Film = film.TitleIn(language),
            Rating = film.Rating,
            RuntimeMinutes = film.RuntimeMinutes,
            AudioLanguage = showing.AudioLanguage,
            SubtitleLanguage = showing.SubtitleLanguage,
            Cinema = cinema.NameIn(language),
            Auditorium = auditorium.NameIn(language),
            Format = auditorium.Format,
            TimeZone = cinema.TimeZone,
            StartsAt = WallClock.At(showing.StartsAt, cinema.TimeZone),
            EndsAt = WallClock.At(showing.EndsAt, cinema.TimeZone),
            Seats = SeatsOf(booking, ticket => ticket.CancelledAt is null),
            Changes = booking.Refunds.Count,
            Link = links.PageOf(options.Value.PublicUrl!, booking, showing.EndsAt + LinkOutlivesShowing),
        };
    }

    static IEnumerable<MailedTicket> MailedTickets(Booking booking) =>
        from ticket in booking.Tickets
        where ticket.CancelledAt is null
        join seat in booking.Seats on ticket.BookingSeatId equals seat.Id
        orderby seat.Seat.Index
        select new MailedTicket(seat.Seat.Label, seat.Seat.Kind, seat.Concession, seat.Price, ticket.Code);

    static List<string> SeatsOf(Booking booking, Func<Ticket, bool> which) =>
    [
        .. from ticket in booking.Tickets.Where(which)
           join seat in booking.Seats on ticket.BookingSeatId equals seat.Id
           orderby seat.Seat.Index
           select seat.Seat.Label,
    ];
}
