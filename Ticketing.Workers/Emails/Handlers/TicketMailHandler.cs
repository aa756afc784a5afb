using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Sends the tickets of a paid booking.</summary>
sealed class TicketMailHandler(BookingMails mails) : IMessageHandler<BookingConfirmed>
{
    public Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(
        context, message.BookingId, booking => MailCause.Of(booking, MailKind.Ticket) is { } cause ? new MailKey(MailKind.Ticket, cause) : null, ct);
}

/// <summary>Tells that tickets are no longer valid: because they were given back, or because the showing does not take place.</summary>
sealed class CancellationMailHandler(BookingMails mails) : IMessageHandler<TicketsCancelled>
{
    public Task HandleAsync(TicketsCancelled message, MessageContext context, CancellationToken ct)
    {
        var kind = message.Reason == RefundReason.ShowingCancelled ? MailKind.ShowingCancelled : MailKind.Cancellation;
        return mails.SendOnceAsync(context, message.BookingId, _ => new MailKey(kind, message.RefundId), ct);
    }
}

/// <summary>Tells that the money has gone back.</summary>
sealed class RefundMailHandler(BookingMails mails) : IMessageHandler<RefundCompleted>
{
    public Task HandleAsync(RefundCompleted message, MessageContext context, CancellationToken ct) =>
        mails.SendOnceAsync(context, message.BookingId, _ => new MailKey(MailKind.Refund, message.RefundId), ct);
}

/// <summary>Tells one end of a change of the booking's address.</summary>
sealed class AddressChangeMailHandler(AddressChangeMails mails) : IMessageHandler<AddressChangeNotice>
{
    public Task HandleAsync(AddressChangeNotice message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(message, context, ct);
}

/// <summary>Sends a mail again that staff want sent again, if what it tells is still the case.</summary>
sealed class ResendMailHandler(BookingMails mails) : IMessageHandler<MailResendRequested>
{
    public Task HandleAsync(MailResendRequested message, MessageContext context, CancellationToken ct)
    {
        if (!Enum.TryParse<MailKind>(message.Kind, out var kind))
            throw new FutileMessageException($"There is no mail of the kind '{message.Kind}'.");

        return mails.SendOnceAsync(
            context, message.BookingId, booking => MailCause.Of(booking, kind) is { } cause ? new MailKey(kind, cause, message.ResendId) : null, ct);
    }
}
