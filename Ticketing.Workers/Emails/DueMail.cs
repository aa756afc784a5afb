using MimeKit;
using Ticketing.Core.Mails;

namespace Ticketing.Workers.Emails;

/// <summary>A mail that is to go out, unless it has.</summary>
/// <param name="BookingId">Null for a mail about an account.</param>
/// <param name="WriteAsync">Makes it, when it is clear that it goes out.</param>
sealed record DueMail(MailKey Key, string Recipient, Guid? BookingId, Func<CancellationToken, Task<MimeMessage>> WriteAsync);
