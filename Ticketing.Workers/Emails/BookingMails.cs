using Ticketing.Core.Bookings;
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
