using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;

namespace Ticketing.Workers.Emails;

/// <summary>Sends customers their mails: one consumer of the queue <c>emails</c>.</summary>
static class EmailsRole
{
    public static void AddEmailsRole(this IHostApplicationBuilder builder)
    {
        builder.AddTicketingDatabase();
        builder.Services.AddOptions<MailOptions>().Configure(options => options.Read(builder.Configuration)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<MailMetrics>();
        builder.Services.AddSingleton<SmtpSender>();
        builder.Services.AddSingleton<TicketMailWriter>();
        builder.AddConsumer<BookingConfirmed, TicketMailHandler>(Queues.Emails);
    }
}
