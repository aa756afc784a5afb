using Ticketing.Core.Accounts;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails.Handlers;

/// <summary>Tells a member what happened to the account.</summary>
sealed class SecurityNoticeMailHandler(AccountMails mails) : IMessageHandler<SecurityNotice>
{
    public Task HandleAsync(SecurityNotice message, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(message, context, ct);
}
