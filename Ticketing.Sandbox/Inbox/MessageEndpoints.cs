using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Sandbox.Faults;
using Ticketing.Sandbox.Inbox.Faults;
using Ticketing.Sandbox.Inbox.Pages;
using Ticketing.Sandbox.Inbox.Smtp;

namespace Ticketing.Sandbox.Inbox;

/// <summary>The inbox for programs.</summary>
static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/inbox/messages");
        messages.MapGet("/", List);
        messages.MapGet("/{id}", Read);
    }

    /// <summary>Newest first, those to one address if it is given.</summary>
    static Ok<IEnumerable<ReceivedMail>> List(Mailbox mailbox, string? to = null) => TypedResults.Ok(
        mailbox.Mails.Where(mail => to is null || mail.To.Contains(to, StringComparer.OrdinalIgnoreCase)));

    static async Task<Results<Ok<MailContent>, NotFound>> Read(string id, Mailbox mailbox, CancellationToken cancellation) =>
        await mailbox.ReadAsync(id, cancellation) is { } mail ? TypedResults.Ok(mail) : TypedResults.NotFound();
}

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
