using MailKit;
using OpenTelemetry.Trace;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Messaging;
using Ticketing.Core.Payments;
using Ticketing.Workers.Emails.Handlers;
using Ticketing.Workers.Emails.Smtp;
using Ticketing.Workers.Emails.Writing;

namespace Ticketing.Workers.Emails;

/// <summary>Sends customers their mails: one consumer of the queue <c>emails</c>.</summary>
static class EmailsRole
{
    public static void AddEmailsRole(this IHostApplicationBuilder builder)
    {
        builder.AddTicketingDatabase();
        builder.AddBookingLinks();
        builder.Services.AddOptions<MailOptions>().Configure(options => options.Read(builder.Configuration)).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(Telemetry.SmtpClient.ActivitySourceName));
        builder.Services.AddSingleton<MailMetrics>();
        builder.Services.AddSingleton<SmtpConnections>();
        builder.Services.AddSingleton<SmtpSender>();
        builder.Services.AddSingleton<MailWriter>();
        builder.Services.AddScoped<MailedBookings>();
        builder.Services.AddScoped<MailDispatch>();
        builder.Services.AddScoped<BookingMails>();
        builder.Services.AddScoped<AccountMails>();
        builder.AddConsumer<BookingConfirmed, TicketMailHandler>(Queues.Emails);
        builder.AddConsumer<TicketsCancelled, CancellationMailHandler>(Queues.Emails);
        builder.AddConsumer<RefundCompleted, RefundMailHandler>(Queues.Emails);
        builder.AddConsumer<MailResendRequested, ResendMailHandler>(Queues.Emails);
        builder.AddConsumer<AccountRequested, AccountMailHandler>(Queues.Emails);
        builder.AddConsumer<PasswordChanged, PasswordChangedMailHandler>(Queues.Emails);
        builder.AddConsumer<SecurityNotice, SecurityNoticeMailHandler>(Queues.Emails);
    }
}
