using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Tells that tickets are no longer valid: because they were given back, or because the showing does not take place.</summary>
sealed class CancellationMailHandler(BookingMails mails) : IMessageHandler<TicketsCancelled>
{
    public Task HandleAsync(TicketsCancelled message, MessageContext context, CancellationToken ct)
    {
        var kind = message.Reason == RefundReason.ShowingCancelled ? MailKind.ShowingCancelled : MailKind.Cancellation;
        return mails.SendOnceAsync(context, message.BookingId, _ => new MailKey(kind, message.RefundId), ct);
    }
}
