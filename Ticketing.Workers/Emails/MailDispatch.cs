using Microsoft.EntityFrameworkCore;
using MimeKit;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Core.Requests;
using Ticketing.Workers.Emails.Smtp;

namespace Ticketing.Workers.Emails;

/// <summary>
/// Sends the mail that a message leads to. At least once: SMTP cannot join a transaction, so the rows that say "sent" are written
/// first, in a transaction that stays open during the send and is committed after the server took the mail. Their unique keys make a
/// second delivery wait for the first one's end: it finds the rows and does nothing, or, when the first failed, it sends. An advisory
/// lock would add a second thing to keep in step with the same rows.
/// What is left is a crash or a lost answer after the server took the mail; it then goes out twice, with one Message-Id if it says the same.
/// </summary>
sealed class MailDispatch(
    TicketingDbContext database, SmtpSender smtp, MailMetrics metrics, TimeProvider time, FaultPoints faults, ILogger<MailDispatch> logger)
{
    const int ErrorLength = 500;

    /// <param name="choose">Which mail is due, going by what is the case now; null if none is.</param>
    /// <exception cref="FutileMessageException">The mail can never be delivered.</exception>
    public async Task SendOnceAsync(MessageContext context, Func<CancellationToken, Task<DueMail?>> choose, CancellationToken ct)
    {
        DueMail? mail = null;
        try
        {
            await using var transaction = await database.Database.BeginTransactionAsync(ct);
            if (!await database.TryRecordAsync(context, time.GetUtcNow(), ct))
                return;

            mail = await choose(ct);
            if (mail is not null && await TryClaimAsync(mail, ct))
                await SendAsync(mail, ct);

            // Not with the token: the mail is out, so giving up now would send it again.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception failure) when (mail is not null && !ct.IsCancellationRequested)
        {
            // Here the transaction is rolled back: what staff see of the failure is written apart.
            await RecordFailureAsync(mail, failure);
            throw;
        }
    }

    async Task SendAsync(DueMail mail, CancellationToken ct)
    {
        using var message = await mail.WriteAsync(ct);
        await faults.ReachAsync(FaultPoint.MailBefore, ct);
        await smtp.SendAsync(message, ct);
        await faults.ReachAsync(FaultPoint.MailAfter, ct);
        metrics.Sent(mail.Key.Kind);
        logger.LogInformation("The mail {Key} was sent", mail.Key);
    }

    /// <returns>False when the mail went out before.</returns>
    async Task<bool> TryClaimAsync(DueMail mail, CancellationToken ct) => await database.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO mail_deliveries AS mail (key, kind, booking_id, recipient, attempts, tried_at, sent_at)
        VALUES ({mail.Key.ToString()}, {mail.Key.Kind.ToString()}, {mail.BookingId}, {mail.Recipient}, 1, {time.GetUtcNow()}, {time.GetUtcNow()})
        ON CONFLICT (key) DO UPDATE SET attempts = mail.attempts + 1, tried_at = excluded.tried_at, sent_at = excluded.sent_at, last_error = NULL
            WHERE mail.sent_at IS NULL
        """,
        ct) == 1;

    async Task RecordFailureAsync(DueMail mail, Exception failure)
    {
        metrics.Failed(mail.Key.Kind, isFinal: failure is FutileMessageException);
        var error = SmtpRefusal.Describe(failure);
        try
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO mail_deliveries AS mail (key, kind, booking_id, recipient, attempts, tried_at, last_error)
                VALUES ({mail.Key.ToString()}, {mail.Key.Kind.ToString()}, {mail.BookingId}, {mail.Recipient}, 1, {time.GetUtcNow()}, {error.Cut(ErrorLength)})
                ON CONFLICT (key) DO UPDATE SET attempts = mail.attempts + 1, tried_at = excluded.tried_at, last_error = excluded.last_error
                    WHERE mail.sent_at IS NULL
                """,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            // The failure itself is what the message is retried and reported with.
            logger.LogWarning(e, "That the mail {Key} failed could not be recorded", mail.Key);
        }
    }
}

/// <summary>A mail that is to go out, unless it has.</summary>
/// <param name="BookingId">Null for a mail about an account.</param>
/// <param name="WriteAsync">Makes it, when it is clear that it goes out.</param>
sealed record DueMail(MailKey Key, string Recipient, Guid? BookingId, Func<CancellationToken, Task<MimeMessage>> WriteAsync);
