using Ticketing.Sandbox.Faults;
using Ticketing.Sandbox.Inbox.Faults;
using Ticketing.Sandbox.Inbox.Pages;
using Ticketing.Sandbox.Inbox.Smtp;

namespace Ticketing.Sandbox.Inbox;

/// <summary>A mail server that keeps everything it is given, and shows it.</summary>
static class InboxRegistration
{
    public static void AddInbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SmtpOptions>().Configure(options => options.Port = builder.Configuration.GetValue("SMTP_PORT", options.Port));
        builder.Services.AddSingleton<Mailbox>();
        builder.Services.AddSingleton<FaultBoard<InboxFault>>();
        builder.Services.AddSingleton<InboxFaults>();
        builder.Services.AddHostedService<SmtpListener>();
    }

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        routes.MapMessages();
        routes.MapFaults<InboxFault>("/inbox/faults");
        routes.MapInboxPages();
    }
}
