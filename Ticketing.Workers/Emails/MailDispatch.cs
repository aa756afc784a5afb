using Microsoft.EntityFrameworkCore;
using MimeKit;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
using Ticketing.Core.Messaging;
using Ticketing.Workers.Emails.Smtp;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Workers.Emails;

/// <summary>
/// Sends the mail that a message leads to. At least once: SMTP cannot join a transaction, so the rows that say "sent" are written
/// first, in a transaction that stays open during the send and is committed after the server took the mail. Their unique keys make a
/// second delivery wait for the first one's end: it finds the rows and does nothing, or, when the first failed, it sends. An advisory
/// lock would add a second thing to keep in step with the same rows.
/// What is left is a crash or a lost answer after the server took the mail; it then goes out twice with one Message-Id.
/// </summary>
sealed class MailDispatch(
    TicketingDbContext database, MailedBookings bookings, MailWriter writer, SmtpSender smtp, MailMetrics metrics, TimeProvider time,
    ILogger<MailDispatch> logger)
{
    const int ErrorLength = 500;

    /// <param name="choose">Which mail is due, going by the booking as it is now; null if none is.</param>
    /// <exception cref="FutileMessageException">The mail can never be delivered.</exception>
    public async Task SendOnceAsync(MessageContext context, Guid bookingId, Func<Booking, MailKey?> choose, CancellationToken ct)
    {
        Booking? booking = null;
        MailKey? key = null;
        try
        {
            await using var transaction = await database.Database.BeginTransactionAsync(ct);
            if (!await database.TryRecordAsync(context, time.GetUtcNow(), ct))
                return;

            booking = await bookings.LoadAsync(bookingId, ct);
            key = choose(booking);
            if (key is null)
                logger.LogInformation("Booking {Reference} is {Status} by now: there is nothing to mail", booking.Reference, booking.Status);
            else if (await TryClaimAsync(key, booking, ct))
                await SendAsync(key, booking, ct);

            // Not with the token: the mail is out, so giving up now would send it again.
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception failure) when (key is not null && !ct.IsCancellationRequested)
        {
            // Here the transaction is rolled back: what staff see of the failure is written apart.
            await RecordFailureAsync(key, booking!, failure);
            throw;
        }
    }

    async Task SendAsync(MailKey key, Booking booking, CancellationToken ct)
    {
        using var mail = await WriteAsync(key, booking);
        await smtp.SendAsync(mail, ct);
        metrics.Sent(key.Kind);
        logger.LogInformation("The {Kind} mail of booking {Reference} was sent", key.Kind, booking.Reference);
    }

    Task<MimeMessage> WriteAsync(MailKey key, Booking booking) => key.Kind == MailKind.Ticket
        ? writer.WriteAsync(key, bookings.ToTicketMail(booking))
        : writer.WriteAsync(key, bookings.ToNotice(booking, key.Kind, key.Cause));

    /// <returns>False when the mail went out before.</returns>
    async Task<bool> TryClaimAsync(MailKey key, Booking booking, CancellationToken ct) => await database.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO mail_deliveries AS mail (key, kind, booking_id, recipient, attempts, tried_at, sent_at)
        VALUES ({key.ToString()}, {key.Kind.ToString()}, {booking.Id}, {booking.Email}, 1, {time.GetUtcNow()}, {time.GetUtcNow()})
        ON CONFLICT (key) DO UPDATE SET attempts = mail.attempts + 1, tried_at = excluded.tried_at, sent_at = excluded.sent_at, last_error = NULL
            WHERE mail.sent_at IS NULL
        """,
        ct) == 1;

    async Task RecordFailureAsync(MailKey key, Booking booking, Exception failure)
    {
        metrics.Failed(key.Kind, isFinal: failure is FutileMessageException);
        var error = SmtpRefusal.Describe(failure);
        try
        {
            await database.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO mail_deliveries AS mail (key, kind, booking_id, recipient, attempts, tried_at, last_error)
                VALUES ({key.ToString()}, {key.Kind.ToString()}, {booking.Id}, {booking.Email}, 1, {time.GetUtcNow()}, {error[..Math.Min(error.Length, ErrorLength)]})
                ON CONFLICT (key) DO UPDATE SET attempts = mail.attempts + 1, tried_at = excluded.tried_at, last_error = excluded.last_error
                    WHERE mail.sent_at IS NULL
                """,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            // The failure itself is what the message is retried and reported with.
            logger.LogWarning(e, "That a mail of booking {Reference} failed could not be recorded", booking.Reference);
        }
    }
}
