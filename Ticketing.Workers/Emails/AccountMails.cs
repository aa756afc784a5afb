using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Ticketing.Core.Accounts;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Workers.Emails;

/// <summary>
/// Sends the mails about accounts. Only here does it turn out whether an address is a member's, and only who reads its mail learns it.
/// The links' tokens are made here too, so that no message, in no queue, has one.
/// </summary>
sealed class AccountMails(TicketingDbContext database, MailWriter writer, MailDispatch mails, IOptions<MailOptions> options, TimeProvider time)
{
    public Task SendOnceAsync(AccountRequested message, MessageContext context, CancellationToken ct) =>
        mails.SendOnceAsync(context, cancel => DueAsync(message.RequestId, cancel), ct);

    public Task SendOnceAsync(PasswordChanged message, MessageContext context, CancellationToken ct) =>
        TellOnceAsync(message.MemberId, MailKind.PasswordChanged, message.Language, context, ct);

    public Task SendOnceAsync(SecurityNotice message, MessageContext context, CancellationToken ct) =>
        TellOnceAsync(message.MemberId, message.Kind, message.Language, context, ct);

    /// <summary>What somebody did who need not be the member: a new password ends all that the other has.</summary>
    Task TellOnceAsync(Guid memberId, MailKind kind, string language, MessageContext context, CancellationToken ct) => mails.SendOnceAsync(
        context,
        async cancel => await database.Users.Where(member => member.Id == memberId).Select(member => member.Email).SingleOrDefaultAsync(cancel) is { } email
            ? Due(new MailKey(kind, context.MessageId), email, language, PageOf("/account/forgot"))
            : null,
        ct);

    /// <summary>Null when the request is gone or over, or when a password is wanted for an address that is nobody's.</summary>
    async Task<DueMail?> DueAsync(Guid requestId, CancellationToken ct)
    {
        if (await database.AccountRequests.SingleOrDefaultAsync(r => r.Id == requestId, ct) is not { IsOver: false } request)
            return null;

        // Of members this worker may read no more.
        var member = await database.Users.Where(m => m.NormalizedEmail == request.NormalizedEmail).Select(m => m.Email).SingleOrDefaultAsync(ct);
        return (request.Kind, member) switch
        {
            (AccountRequestKind.Registration, null) => DueWithToken(MailKind.Registration, request, request.Email, "/account/confirm"),
            (AccountRequestKind.Registration, { } email) =>
                Due(new MailKey(MailKind.AlreadyRegistered, request.Id), email, request.Language, PageOf("/account/login"), PageOf("/account/forgot")),
            (AccountRequestKind.PasswordReset, { } email) => DueWithToken(MailKind.PasswordReset, request, email, "/account/reset"),
            _ => null,
        };
    }

    DueMail Due(MailKey key, string recipient, string language, Uri link, Uri? secondLink = null) =>
        new(key, recipient, BookingId: null, _ => writer.WriteAsync(key, new AccountMail(key.Kind, recipient, language, link, secondLink)));

    /// <summary>With a new token each time: of a mail that goes out twice, after a crash, the second one's works.</summary>
    DueMail DueWithToken(MailKind kind, AccountRequest request, string recipient, string page)
    {
        var key = new MailKey(kind, request.Id);
        return new DueMail(key, recipient, BookingId: null, async ct =>
        {
            var token = request.IssueToken(time.GetUtcNow());
            await database.SaveChangesAsync(ct);
            var link = new Uri(QueryHelpers.AddQueryString(PageOf(page).AbsoluteUri, "token", token.Reveal()));
            return await writer.WriteAsync(key, new AccountMail(kind, recipient, request.Language, link, SecondLink: null));
        });
    }

    Uri PageOf(string path) => new(options.Value.PublicUrl!, path);
}
