using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Tells that the money has gone back.</summary>
sealed class RefundMailHandler(BookingMails mails) : IMessageHandler<RefundCompleted>
{
    public Task HandleAsync(RefundCompleted message, MessageContext context, CancellationToken ct) =>
        mails.SendOnceAsync(context, message.BookingId, _ => new MailKey(MailKind.Refund, message.RefundId), ct);
}
