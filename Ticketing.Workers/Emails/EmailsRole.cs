using System.ComponentModel.DataAnnotations;
using MailKit;
using OpenTelemetry.Trace;
using Ticketing.Core.Accounts;
using Ticketing.Core.Bookings;
using Ticketing.Core.Database;
using Ticketing.Core.Mails;
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
        builder.Services.AddOptions<CancellationOptions>().BindConfiguration("Bookings").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddSource(Telemetry.SmtpClient.ActivitySourceName));
        builder.Services.AddSingleton<MailMetrics>();
        builder.Services.AddSingleton<SmtpConnections>();
        builder.Services.AddSingleton<SmtpSender>();
        builder.Services.AddSingleton<MailWriter>();
        builder.Services.AddScoped<MailedBookings>();
        builder.Services.AddScoped<MailDispatch>();
        builder.Services.AddScoped<BookingMails>();
        builder.Services.AddScoped<AddressChangeMails>();
        builder.Services.AddScoped<AccountMails>();
        builder.AddConsumer<BookingConfirmed, TicketMailHandler>(Queues.Emails);
        builder.AddConsumer<TicketsCancelled, CancellationMailHandler>(Queues.Emails);
        builder.AddConsumer<RefundCompleted, RefundMailHandler>(Queues.Emails);
        builder.AddConsumer<MailResendRequested, ResendMailHandler>(Queues.Emails);
        builder.AddConsumer<AddressChangeNotice, AddressChangeMailHandler>(Queues.Emails);
        builder.AddConsumer<AccountRequested, AccountMailHandler>(Queues.Emails);
        builder.AddConsumer<PasswordChanged, PasswordChangedMailHandler>(Queues.Emails);
        builder.AddConsumer<SecurityNotice, SecurityNoticeMailHandler>(Queues.Emails);
    }
}

/// <summary>What mails are sent through, and what they say of us.</summary>
sealed class MailOptions
{
    /// <summary>Connection string <c>smtp</c>: <c>smtp://host:port</c>, or <c>smtps://user:password@host:465</c>.</summary>
    [Required(ErrorMessage = "The connection string smtp is not set.")]
    public Uri? Server { get; set; }

    /// <summary>Setting <c>Mail:From</c>: an address, with or without a name before it.</summary>
    [Required]
    public string From { get; set; } = MailSender.Default;

    /// <summary>Setting <c>PublicUrl</c>: where customers find the web app.</summary>
    [Required(ErrorMessage = "PublicUrl is not set.")]
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// Setting <c>Mail:Timeout</c>: how long the server may take over one mail. Long: one given up that the server then takes after
    /// all goes out twice.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Setting <c>Mail:LongestRest</c>: how long a connection is kept for the next mail.</summary>
    public TimeSpan LongestRest { get; set; } = TimeSpan.FromSeconds(20);

    public void Read(IConfiguration configuration)
    {
        Server = configuration.GetConnectionString("smtp") is { Length: > 0 } server ? new Uri(server) : null;
        From = configuration["Mail:From"] ?? From;
        PublicUrl = configuration["PublicUrl"] is { Length: > 0 } address ? new Uri(address) : null;
        Timeout = configuration.GetValue("Mail:Timeout", Timeout);
        LongestRest = configuration.GetValue("Mail:LongestRest", LongestRest);
    }
}
