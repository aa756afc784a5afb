using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Faults;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails;

/// <summary>
/// Sends the tickets of a paid booking. At least once: SMTP cannot join a transaction, so the rows that say "sent" are
/// written first, in a transaction that stays open during the send and is committed after the server took the mail.
/// Their unique keys make a second delivery wait for the first one's end: it finds the rows and does nothing, or, when the
/// first failed, it sends. An advisory lock would add a second thing to keep in step with the same rows.
/// What is left is a crash between the server's answer and the commit; the mail then goes out twice with one Message-Id.
/// </summary>
sealed class TicketMailHandler(
    TicketingDbContext database, TicketMailWriter writer, SmtpSender smtp, MailMetrics metrics, TimeProvider time, FaultPoints faults, ILogger<TicketMailHandler> logger)
    : IMessageHandler<BookingConfirmed>
{
    const string Kind = "ticket";

    public async Task HandleAsync(BookingConfirmed message, MessageContext context, CancellationToken ct)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(ct);
        if (!await database.TryRecordAsync(context, time.GetUtcNow(), ct))
            return;

        await SendOnceAsync(message.BookingId, ct);
        // Not with the token: the mail is out, so giving up now would send it again.
        await transaction.CommitAsync(CancellationToken.None);
    }

    async Task SendOnceAsync(Guid bookingId, CancellationToken ct)
    {
        var booking = await PaidBooking.LoadAsync(database, bookingId, ct);
        if (booking.Status != BookingStatus.Confirmed)
        {
            logger.LogInformation("Booking {Reference} is {Status} by now: no tickets are mailed.", booking.Reference, booking.Status);
            return;
        }

        if (!await TryClaimAsync($"{Kind}:{bookingId}", booking.Email, ct))
            return;

        using var mail = await writer.WriteAsync(PaidBooking.ToTicketMail(booking));
        await faults.ReachAsync(FaultPoint.MailBefore, ct);
        await smtp.SendAsync(mail, ct);
        await faults.ReachAsync(FaultPoint.MailAfter, ct);
        metrics.Sent(Kind);
        logger.LogInformation("Tickets of booking {Reference} were mailed.", booking.Reference);
    }

    async Task<bool> TryClaimAsync(string key, string recipient, CancellationToken ct) => await database.Database.ExecuteSqlAsync(
        $"INSERT INTO sent_mails (key, recipient, sent_at) VALUES ({key}, {recipient}, {time.GetUtcNow()}) ON CONFLICT DO NOTHING", ct) == 1;
}
