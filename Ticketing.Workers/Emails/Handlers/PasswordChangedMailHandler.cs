using Ticketing.Core.Accounts;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Tells a member that their password is another one now.</summary>
sealed class PasswordChangedMailHandler(AccountMails mails) : IMessageHandler<PasswordChanged>
{
    public Task HandleAsync(PasswordChanged message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(message, context, ct);
}
