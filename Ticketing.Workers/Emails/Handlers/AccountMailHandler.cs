using Ticketing.Core.Accounts;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Mails what an address has to know of somebody's wish to register it or to set a new password.</summary>
sealed class AccountMailHandler(AccountMails mails) : IMessageHandler<AccountRequested>
{
    public Task HandleAsync(AccountRequested message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(message, context, ct);
}

/// <summary>Tells a member that their password is another one now.</summary>
sealed class PasswordChangedMailHandler(AccountMails mails) : IMessageHandler<PasswordChanged>
{
    public Task HandleAsync(PasswordChanged message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(message, context, ct);
}

/// <summary>Tells a member what happened to the account.</summary>
sealed class SecurityNoticeMailHandler(AccountMails mails) : IMessageHandler<SecurityNotice>
{
    public Task HandleAsync(SecurityNotice message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(message, context, ct);
}
