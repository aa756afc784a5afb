using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Sends the tickets of a paid booking.</summary>
sealed class TicketMailHandler(BookingMails mails) : IMessageHandler<BookingConfirmed>
{
    public Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(
        context, message.BookingId, booking => MailCause.Of(booking, MailKind.Ticket) is { } cause ? new MailKey(MailKind.Ticket, cause) : null, ct);
}
