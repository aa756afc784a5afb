using Ticketing.Core.Bookings;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Handlers;

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
